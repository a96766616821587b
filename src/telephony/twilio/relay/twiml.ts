import twilio from 'twilio';
import type VoiceResponse from 'twilio/lib/twiml/VoiceResponse';
import type { VoiceSettings } from '../../speech';

const TTS = { GOOGLE: 'Google', AMAZON: 'Amazon', ELEVENLABS: 'ElevenLabs' } as const;
const TRANSCRIPTION = { GOOGLE: 'Google', DEEPGRAM: 'Deepgram' } as const;

/**
 * TwiML that hands the call to a socket of ours. There is no greeting: the first message is ours to say, so that a
 * connection that is made anew does not greet again.
 * @param options.action where Twilio asks what to do when the session is over
 */
export function connectRelay(options: { url: string; action: string; voice: VoiceSettings }): string {
  const { url, action, voice } = options;
  const response = new twilio.twiml.VoiceResponse();
  const attributes = {
    url,
    language: voice.language,
    voice: voice.voice ?? undefined,
    ttsProvider: voice.ttsProvider ? TTS[voice.ttsProvider] : undefined,
    transcriptionProvider: voice.transcriptionProvider ? TRANSCRIPTION[voice.transcriptionProvider] : undefined,
    speechModel: voice.speechModel ?? undefined,
    hints: voice.hints.length > 0 ? voice.hints.join(',') : undefined,
    interruptible: voice.interruptible.toLowerCase(),
    interruptSensitivity: voice.interruptSensitivity.toLowerCase(),
    // What cuts the agent off is heard; what does not is not, or the agent would stop for it all the same.
    reportInputDuringAgentSpeech: voice.interruptible.toLowerCase(),
    dtmfDetection: true,
    events: 'speaker-events tokens-played',
  };
  const given = Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
  // The SDK takes reportInputDuringAgentSpeech for a boolean, which it has not been since 2025.
  response.connect({ action, method: 'POST' }).conversationRelay(given as VoiceResponse.ConversationRelayAttributes);
  return response.toString();
}
