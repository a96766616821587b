import twilio from 'twilio';

/** TwiML that speaks the agent's first message and then asks us what to do next. */
export function speakFirstMessage(agent: { firstMessage: string; language: string }, next: string): string {
  const response = new twilio.twiml.VoiceResponse();
  response.say({ language: agent.language as 'en-US' }, agent.firstMessage);
  response.redirect({ method: 'POST' }, next);
  return response.toString();
}

/** TwiML that ends the call. */
export function hangUp(): string {
  const response = new twilio.twiml.VoiceResponse();
  response.hangup();
  return response.toString();
}
