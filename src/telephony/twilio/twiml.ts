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
 * @param phoneNumber E.164
 * @param callerId the number that is shown: ours, since the person's own may not be shown. Twilio, Dial, "callerId"
 * @param action where Twilio asks what to do when that is over
 */
export function transfer(phoneNumber: string, callerId: string | null, action: string): string {
  const response = new twilio.twiml.VoiceResponse();
  response.dial({ action, method: 'POST', answerOnBridge: true, callerId: callerId ?? undefined }, phoneNumber);
  return response.toString();
}
