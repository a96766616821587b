import {
  HTTP_METHODS,
  INTERRUPTIBLE_BY,
  MISSING_VARIABLES,
  QUESTION_TYPES,
  SENSITIVITIES,
  TRANSCRIPTION_PROVIDERS,
  TTS_PROVIDERS,
  VOICEMAIL_POLICIES,
} from '../services/agents/settings';
import { describe } from './describe-enum';

export const TtsProvider = TTS_PROVIDERS.enum;
export const TranscriptionProvider = TRANSCRIPTION_PROVIDERS.enum;
export const InterruptibleBy = INTERRUPTIBLE_BY.enum;
export const Sensitivity = SENSITIVITIES.enum;
export const MissingVariables = MISSING_VARIABLES.enum;
export const VoicemailPolicy = VOICEMAIL_POLICIES.enum;
export const HttpMethod = HTTP_METHODS.enum;
export const QuestionType = QUESTION_TYPES.enum;

describe(TtsProvider, 'TtsProvider', 'Who makes the voice.', {
  GOOGLE: 'Google Cloud.',
  AMAZON: 'Amazon Polly.',
  ELEVENLABS: 'The company ElevenLabs.',
});
describe(TranscriptionProvider, 'TranscriptionProvider', 'Who writes down what the person says.', {
  GOOGLE: 'Google Cloud.',
  DEEPGRAM: 'The company Deepgram.',
});
describe(InterruptibleBy, 'InterruptibleBy', 'What stops the agent while it speaks.', {
  ANY: 'Words and keys.',
  SPEECH: 'Words.',
  DTMF: 'Keys of the phone.',
  NONE: 'Nothing.',
});
describe(Sensitivity, 'Sensitivity', 'How little is enough to interrupt.', {
  LOW: 'A clear sentence.',
  MEDIUM: 'Some words.',
  HIGH: 'A sound.',
});
describe(MissingVariables, 'MissingVariables', 'What to do about a variable of which nothing is known.', {
  DEFAULT: 'Take its default; without one it is left blank.',
  BLANK: 'Leave it blank.',
  REFUSE: 'Refuse the call before anybody is dialled.',
});
describe(VoicemailPolicy, 'VoicemailPolicy', 'What to do when a machine answers.', {
  HANG_UP: 'Hang up.',
  LEAVE_MESSAGE: 'Leave the message after the beep.',
  CONTINUE: 'Talk on as if it were a person.',
});
describe(HttpMethod, 'HttpMethod', 'The method of a request.', {
  GET: 'The arguments are the query.',
  POST: 'The arguments are the JSON body.',
  PUT: 'The arguments are the JSON body.',
  PATCH: 'The arguments are the JSON body.',
  DELETE: 'The arguments are the JSON body.',
});
describe(QuestionType, 'QuestionType', 'What kind of answer a question has.', {
  STRING: 'A text.',
  NUMBER: 'A number.',
  BOOLEAN: 'True or false.',
  DATE: 'A date.',
  CHOICE: 'One of the choices.',
});
