import { playgroundLink } from '../../shared/playground-link';
import { Copy } from './copy';

interface Props {
  /** A command for a shell. */
  command: string;
  /** Documents that the playground opens. */
  documents: Array<{ label: string; text: string; variables: object }>;
}

/** The same by REST and by GraphQL. */
export function SameByApi({ command, documents }: Props) {
  return (
    <div class="same">
      <div class="command">
        <pre>{command}</pre>
        <Copy text={command} what="the command" />
      </div>
      <p class="small">
        In the playground:{' '}
        {documents.map(({ label, text, variables }, index) => (
          <span key={label}>
            {index > 0 && ' · '}
            <a href={playgroundLink(laidOut(text), JSON.stringify(variables, null, 2))}>{label}</a>
          </span>
        ))}
      </p>
    </div>
  );
}

/** A document as a person would lay it out. */
function laidOut(text: string): string {
  return text.trim().replaceAll(/\n {4}(?=fragment)/g, '\n\n');
}

/** A text as one word of a shell. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
