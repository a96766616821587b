interface ErrorKind {
  readonly status: number;
  readonly message: (subject: string) => string;
}

/** The errors the API can give (Twilio, "Error and warning dictionary"). The subject is the value that is wrong. */
const ERRORS = {
  20001: { status: 400, message: (what) => `Invalid parameter: ${what}` },
  20003: { status: 401, message: () => 'Authenticate' },
  20404: { status: 404, message: (path) => `The requested resource ${path} was not found` },
  20429: { status: 429, message: () => 'Too Many Requests' },
  20500: { status: 500, message: () => 'Internal Server Error' },
  21201: { status: 400, message: () => "No 'To' number is specified" },
  21205: {
    status: 400,
    message: (url) => (url === '' ? 'Url parameter is required' : `Url is not a valid URL: ${url}`),
  },
  21208: { status: 400, message: (timeout) => `Invalid Timeout value: ${timeout}` },
  21209: { status: 400, message: (method) => `Invalid method: ${method}. Valid methods are GET and POST` },
  21211: { status: 400, message: (to) => `Invalid 'To' Phone Number: ${to}` },
  21212: { status: 400, message: (from) => `Invalid 'From' Phone Number: ${from}` },
  21213: { status: 400, message: () => "No 'From' number is specified" },
  21214: { status: 400, message: (to) => `The phone number you are attempting to call, ${to}, cannot be reached` },
  21215: {
    status: 400,
    message: (to) => `Account not authorized to call ${to}. Perhaps you need to enable some international permissions`,
  },
  21216: { status: 400, message: (to) => `Account not allowed to call ${to}` },
  21217: {
    status: 400,
    message: (to) => `The phone number you are attempting to call, ${to}, does not appear to be valid`,
  },
  21218: { status: 400, message: (sid) => `Invalid ApplicationSid: ${sid}` },
  21220: { status: 400, message: () => 'Call is not in-progress. Cannot redirect.' },
} satisfies Record<number, ErrorKind>;

/** Twilio's number for what went wrong. */
export type ErrorCode = keyof typeof ERRORS;

/** Why a number is not dialled at all. */
export type RefusalCode = Extract<ErrorCode, 21214 | 21215 | 21216 | 21217>;

/** An answer other than success, in the shape of Twilio's errors. */
export class TwilioError extends Error {
  readonly status: number;

  constructor(
    readonly code: ErrorCode,
    subject = '',
  ) {
    super(ERRORS[code].message(subject));
    this.status = ERRORS[code].status;
  }

  toJSON(): Record<string, unknown> {
    const { code, message, status } = this;
    return { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status };
  }
}
