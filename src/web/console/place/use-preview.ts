import { useEffect, useState } from 'preact/hooks';
import { Refused } from '../api/errors';
import { pauseAfter } from '../api/use-query';
import { type InitiateCallInput, PreviewDocument, type PreviewQuery } from '../documents.generated';
import { useSession } from '../session';

/** How long nothing was typed before a preview is asked for, in milliseconds. */
const CALM_MS = 350;

export type PreviewedCall = PreviewQuery['previewCall'];
export type Issues = Readonly<Record<string, string[]>>;

export interface Previewed {
  /** The last one; it stays until the next is there. */
  preview: PreviewedCall | undefined;
  /** What is wrong, by member of the input. */
  issues: Issues;
  /** Whether this is about the input as it is now. */
  isPresent: boolean;
}

/** What would become of a call, as one fills it in. */
export function usePreview(input: InitiateCallInput | undefined): Previewed {
  const { api } = useSession();
  const [state, setState] = useState<Omit<Previewed, 'isPresent'> & { of: string }>({
    preview: undefined,
    issues: {},
    of: '',
  });
  const asked = input ? JSON.stringify(input) : '';
  useEffect(() => {
    if (!asked) return;
    let stopped = false;
    let timer: ReturnType<typeof setTimeout>;
    const ask = async () => {
      try {
        const { previewCall } = await api.request(PreviewDocument, { input: JSON.parse(asked) as InitiateCallInput });
        if (!stopped) setState({ preview: previewCall, issues: issuesOf(previewCall), of: asked });
      } catch (error) {
        if (stopped) return;
        if (error instanceof Refused) setState({ preview: undefined, issues: error.issues, of: asked });
        else timer = setTimeout(() => void ask(), pauseAfter(error));
      }
    };
    timer = setTimeout(() => void ask(), CALM_MS);
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [api, asked]);
  return { preview: state.preview, issues: state.issues, isPresent: state.of === asked };
}

/** What gates say is wrong with members of the input. */
function issuesOf({ gates }: PreviewedCall): Issues {
  return Object.assign({}, ...gates.map(({ issues }) => issues ?? {})) as Issues;
}
