import { sqlState } from '../database/transaction';

/** Why a batch left a request undone: it is to be done `later`, with others, or `alone`. */
export type Postponed = 'later' | 'alone';

interface Waiting<Request, Answer> {
  request: Request;
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
}

/** Requests in one batch at most. */
const BATCH_SIZE = 100;

/**
 * Does in one transaction what is asked for at the same time. One batch is under way at a time, and requests that arrive
 * meanwhile share the next one: round trips and the disk are waited for once, and nobody waits longer than for the batch
 * before.
 */
export class Coalescer<Request, Answer extends object | null> {
  private readonly queue: Waiting<Request, Answer>[] = [];
  private busy = false;

  /** @param work does a batch: all of it or, when it throws, nothing. A batch of one is never told `alone`. */
  constructor(private readonly work: (batch: Request[]) => Promise<Array<Answer | Postponed>>) {}

  /** Does a request together with others. */
  share(request: Request): Promise<Answer> {
    return new Promise((resolve, reject) => this.enqueue({ request, resolve, reject }));
  }

  /** Does a request at once, in a batch of its own. */
  alone(request: Request): Promise<Answer> {
    return new Promise((resolve, reject) => void this.workOff([{ request, resolve, reject }]));
  }

  private enqueue(waiting: Waiting<Request, Answer>): void {
    this.queue.push(waiting);
    if (this.busy) return;
    this.busy = true;
    setImmediate(() => void this.workOffQueue());
  }

  private async workOffQueue(): Promise<void> {
    while (this.queue.length > 0) await this.workOff(this.queue.splice(0, BATCH_SIZE));
    this.busy = false;
  }

  private async workOff(batch: Waiting<Request, Answer>[]): Promise<void> {
    try {
      const answers = await this.work(batch.map(({ request }) => request));
      for (const [index, waiting] of batch.entries()) {
        const answer = answers[index];
        if (answer === undefined) waiting.reject(new Error('a batch left a request without an answer'));
        else if (answer === 'later') this.enqueue(waiting);
        else if (answer === 'alone') void this.workOff([waiting]);
        else waiting.resolve(answer);
      }
    } catch (error) {
      // Each goes on alone and nobody waits for it: one's trouble is not another's.
      if (batch.length > 1 && isAboutOne(error)) for (const waiting of batch) void this.workOff([waiting]);
      else for (const waiting of batch) waiting.reject(error);
    }
  }
}

/**
 * Whether a batch failed for one of its requests: a value or a constraint, or a lock that somebody holds. The rest must
 * not go down with it, so each is tried alone. PostgreSQL manual, appendix A.
 */
function isAboutOne(error: unknown): boolean {
  return /^(22...|23...|55P03)$/.test(sqlState(error) ?? '');
}
