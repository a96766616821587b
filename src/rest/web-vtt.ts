/** What captions are made of. */
interface Spoken {
  /** Why there is none, or not all of it yet. */
  reason: string | null;
  turns: ReadonlyArray<{
    index: number;
    role: 'AGENT' | 'CONTACT' | 'SYSTEM';
    text: string;
    offsetMs: number;
    durationMs: number | null;
  }>;
}

/** A turn that is being said is shown for so long, in milliseconds. */
const OPEN_MS = 2000;
const VOICES = { AGENT: 'Agent', CONTACT: 'Contact', SYSTEM: 'System' } as const;

/** A transcript as captions of the call's recording: a cue a turn, in the order of their beginnings. W3C, WebVTT. */
export function toWebVtt({ reason, turns }: Spoken): string {
  const cues = turns
    .filter(({ text }) => text.trim() !== '')
    .toSorted((a, b) => a.offsetMs - b.offsetMs || a.index - b.index)
    .map(({ index, role, text, offsetMs, durationMs }) => {
      const start = Math.max(0, offsetMs);
      const end = start + Math.max(1, durationMs ?? OPEN_MS);
      return `${index}\n${timestamp(start)} --> ${timestamp(end)}\n<v ${VOICES[role]}>${escaped(text)}`;
    });
  return `${['WEBVTT', ...(reason === null ? [] : [`NOTE ${escaped(reason)}`]), ...cues].join('\n\n')}\n`;
}

function timestamp(ms: number): string {
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const rest = String(Math.floor(ms % 1000)).padStart(3, '0');
  return `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}:${two((ms / 1000) % 60)}.${rest}`;
}

/** An empty line would end the cue, and `-->` or a tag would be read as such. */
function escaped(text: string): string {
  return text.replace(/\s+/g, ' ').trim().replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
