import type { VoiceSettings } from '../../../src/telephony/speech';
import { connectRelay } from '../../../src/telephony/twilio/relay/twiml';

const PLAIN: VoiceSettings = {
  language: 'en-US',
  voice: null,
  ttsProvider: null,
  transcriptionProvider: null,
  speechModel: null,
  hints: [],
  interruptible: 'ANY',
  interruptSensitivity: 'HIGH',
};
const options = { url: 'wss://calls.example/relay/1', action: 'https://calls.example/ended?attempt=1' };

test('a plain voice', () => {
  expect(connectRelay({ ...options, voice: PLAIN })).toBe(
    '<?xml version="1.0" encoding="UTF-8"?><Response>' +
      '<Connect action="https://calls.example/ended?attempt=1" method="POST">' +
      '<ConversationRelay url="wss://calls.example/relay/1" language="en-US" interruptible="any"' +
      ' interruptSensitivity="high" reportInputDuringAgentSpeech="any" dtmfDetection="true"' +
      ' events="speaker-events tokens-played"/></Connect></Response>',
  );
});

test('a voice with everything', () => {
  const xml = connectRelay({
    ...options,
    voice: {
      language: 'de-DE',
      voice: 'Anna "1" & <2>',
      ttsProvider: 'ELEVENLABS',
      transcriptionProvider: 'DEEPGRAM',
      speechModel: 'nova-3-general',
      hints: ['Straße', 'Acme'],
      interruptible: 'NONE',
      interruptSensitivity: 'LOW',
    },
  });
  for (const attribute of [
    'language="de-DE"',
    'voice="Anna &quot;1&quot; &amp; &lt;2>"',
    'ttsProvider="ElevenLabs"',
    'transcriptionProvider="Deepgram"',
    'speechModel="nova-3-general"',
    'hints="Straße,Acme"',
    'interruptible="none"',
    'interruptSensitivity="low"',
    'reportInputDuringAgentSpeech="none"',
  ]) {
    expect(xml).toContain(attribute);
  }
  expect(xml).not.toContain('welcomeGreeting');
});
