import twilio from 'twilio';

/** TwiML that ends the call. */
export function hangUp(): string {
  const response = new twilio.twiml.VoiceResponse();
  response.hangup();
  return response.toString();
}

/** TwiML that says something and ends the call. */
export function apologize(words: string, language: string): string {
  const response = new twilio.twiml.VoiceResponse();
  response.say({ language: language as 'en-US' }, words);
  response.hangup();
  return response.toString();
}

/**
 * TwiML that connects the person to somebody else.
 * @param options.phoneNumber E.164
 * @param options.callerId the number that is shown: ours, since the person's own may not be shown. Twilio, Dial, "callerId"
 * @param options.action where Twilio asks what to do when that is over
 * @param options.answered where it tells that the other has answered
 */
export function transfer(options: {
  phoneNumber: string;
  callerId: string | null;
  action: string;
  answered: string;
}): string {
  const { phoneNumber, callerId, action, answered } = options;
  const response = new twilio.twiml.VoiceResponse();
  response
    .dial({ action, method: 'POST', answerOnBridge: true, callerId: callerId ?? undefined })
    .number({ statusCallback: answered, statusCallbackEvent: ['answered'], statusCallbackMethod: 'POST' }, phoneNumber);
  return response.toString();
}
