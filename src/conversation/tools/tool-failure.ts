/** Why an HTTP tool gave nothing. */
export type ToolFailureKind =
  | 'misconfigured'
  | 'too-long'
  | 'refused-address'
  | 'unreachable'
  | 'timeout'
  | 'status'
  | 'redirect'
  | 'no-text'
  | 'broken';

const WORDS: Record<ToolFailureKind, string> = {
  misconfigured: 'is not set up correctly',
  'too-long': 'cannot take so long arguments',
  'refused-address': 'is at an address that may not be called',
  unreachable: 'could not be reached',
  timeout: 'did not answer in time',
  status: 'answered with status',
  redirect: 'answered with a redirect, which is not followed',
  'no-text': 'answered with something that is not text',
  broken: 'broke off its answer',
};

/** An HTTP tool gave nothing. The message is for the model; `code` is for operators and has no secret in it. */
export class ToolFailure extends Error {
  constructor(
    readonly kind: ToolFailureKind,
    readonly details: { status?: number; code?: string } = {},
  ) {
    super(kind === 'status' ? `${WORDS.status} ${details.status}` : WORDS[kind]);
    this.name = 'ToolFailure';
  }
}
