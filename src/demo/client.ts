import type { Demo } from './seed';

/** The part of a call that the demo shows. */
export interface DemoCall {
  status: string;
  endedReason: string | null;
  durationSeconds: number | null;
  creditsUsed: number;
  transcript: { turns: DemoTurn[] };
  analysis: DemoAnalysis;
}

export interface DemoTurn {
  index: number;
  role: string;
  text: string;
  offsetMs: number;
  durationMs: number | null;
  interrupted: boolean;
}

export interface DemoAnalysis {
  status: string;
  reason: string | null;
  summary: string | null;
  sentiment: string | null;
  success: { verdict: string; rationale: string } | null;
  extracted: Array<{ name: string; value: unknown; evidence: Array<{ index: number }> }>;
}

const WATCH = `query ($id: ID!) {
  call(id: $id) {
    status
    endedReason
    durationSeconds
    creditsUsed
    transcript { turns { index role text offsetMs durationMs interrupted } }
    analysis { status reason summary sentiment success { verdict rationale } extracted { name value evidence { index } } }
  }
}`;

/** Uses the server as its clients do: over HTTP. */
export class DemoClient {
  constructor(private readonly demo: Demo) {}

  /** Places a call by REST. @returns its id */
  async callByRest(toNumber: string, contactName: string): Promise<string> {
    const { agentId, url } = this.demo;
    const { data } = await this.post<{ data: { call: { id: string } } }>(`${url}/api/v1/calls`, {
      toNumber,
      agentId,
      contactName,
    });
    return data.call.id;
  }

  /** Places a call by GraphQL. @returns its id */
  async callByGraphql(toNumber: string, contactName: string): Promise<string> {
    const document = `mutation ($input: InitiateCallInput!) {
      initiateCall(input: $input) {
        ... on InitiateCallSuccess { call { id } }
        ... on Error { message }
      }
    }`;
    const { agentId } = this.demo;
    const { initiateCall } = await this.query<{ initiateCall: { call?: { id: string }; message?: string } }>(document, {
      input: { toNumber, agentId, contactName },
    });
    if (!initiateCall.call) throw new Error(initiateCall.message);
    return initiateCall.call.id;
  }

  /** A call as it now stands. */
  async call(id: string): Promise<DemoCall> {
    const { call } = await this.query<{ call: DemoCall }>(WATCH, { id });
    return call;
  }

  async credits(): Promise<{ balance: number; reserved: number; available: number }> {
    const document = '{ account { credits { balance reserved available } } }';
    const { account } = await this.query<{
      account: { credits: { balance: number; reserved: number; available: number } };
    }>(document);
    return account.credits;
  }

  private async query<Data>(query: string, variables: object = {}): Promise<Data> {
    const { data } = await this.post<{ data: Data }>(this.demo.graphqlUrl, { query, variables });
    return data;
  }

  private async post<Body>(url: string, body: object): Promise<Body> {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-API-Key': this.demo.apiKey },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text}`);
    return JSON.parse(text) as Body;
  }
}
