import { useSession } from '../session';
import { Copy } from './copy';

interface Props {
  /** A command for a shell. */
  command: string;
  /** Documents that the playground opens. */
  documents: Array<{ label: string; text: string; variables: object }>;
}

/** The same by REST and by GraphQL. */
export function SameByApi({ command, documents }: Props) {
  const { explorer } = useSession();
  const playground = new URL(explorer.graphqlUrl).pathname;
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
            <a href={`${playground}#${fragmentOf(text, variables)}`}>{label}</a>
          </span>
        ))}
      </p>
    </div>
  );
}

function fragmentOf(text: string, variables: object): string {
  const document = text.trim().replaceAll(/\n {4}(?=fragment)/g, '\n\n');
  return new URLSearchParams({ document, variables: JSON.stringify(variables, null, 2) }).toString();
}

/** A text as one word of a shell. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
