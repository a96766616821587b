/** A refusal in the shape of OpenAI's errors. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly type: string,
    readonly code: string | null,
    message: string,
    readonly options: { readonly param?: string; readonly retryAfterSeconds?: number } = {},
  ) {
    super(message);
  }

  toJSON(): object {
    const { message, type, code } = this;
    return { error: { message, type, param: this.options.param ?? null, code } };
  }
}

export function invalidRequest(message: string, param?: string): ApiError {
  return new ApiError(400, 'invalid_request_error', null, message, { param });
}
