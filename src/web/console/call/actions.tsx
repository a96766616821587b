import { useState } from 'preact/hooks';
import { EndCallDocument, ReanalyzeCallDocument } from '../documents.generated';
import { isLive } from '../parts/status';
import { linkTo } from '../router';
import { useSession } from '../session';
import type { FullCall } from './use-call';

/** What can be done about a call. */
export function Actions({ call, said }: { call: FullCall; said: boolean }) {
  const { api } = useSession();
  const [asks, setAsks] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const live = isLive(call.status);
  const run = async (work: () => Promise<{ message?: string }>) => {
    setBusy(true);
    setAsks(false);
    try {
      const { message = '' } = await work();
      setProblem(message);
    } catch (error) {
      setProblem((error as Error).message);
    } finally {
      setBusy(false);
    }
  };
  const end = () =>
    run(async () => (await api.request(EndCallDocument, { id: call.id })).endCall as { message?: string });
  const analyze = () =>
    run(async () => (await api.request(ReanalyzeCallDocument, { id: call.id })).reanalyzeCall as { message?: string });
  const again = { toNumber: call.toNumber, agentId: call.agent.id, contactName: call.contactName ?? '' };
  const pending = call.analysis.status === 'PROCESSING' || call.analysis.status === 'PENDING';
  return (
    <div class="row actions">
      {live && !asks && (
        <button type="button" class="button" disabled={isBusy} onClick={() => setAsks(true)}>
          End call
        </button>
      )}
      {live && asks && (
        <>
          <button type="button" class="button danger" disabled={isBusy} onClick={() => void end()}>
            End it now
          </button>
          <button type="button" class="button" onClick={() => setAsks(false)}>
            Let it go on
          </button>
        </>
      )}
      {!live && (
        <a class="button" href={linkTo(['new'], again)}>
          Call again
        </a>
      )}
      {!live && said && (
        <button type="button" class="button" disabled={isBusy || pending} onClick={() => void analyze()}>
          Analyze again
        </button>
      )}
      <p class="problem" role="alert">
        {problem}
      </p>
    </div>
  );
}
