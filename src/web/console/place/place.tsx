import { useQuery } from '../api/use-query';
import { CallersDocument } from '../documents.generated';
import { Heading } from '../parts/heading';
import { Problem } from '../parts/problem';
import { Form } from './form';

/** A form to place a call, with a preview of what would become of it. */
export function Place({ query }: { query: URLSearchParams }) {
  const { data, error } = useQuery(CallersDocument, {});
  const agents = data?.agents.edges.map(({ node }) => node) ?? [];
  return (
    <section class="place" aria-busy={!data && !error}>
      <Heading title="Place a call" />
      {error && <Problem error={error} />}
      {data && agents.length === 0 && (
        <div class="empty card">
          <h2>No agent may call yet</h2>
          <p class="muted">An agent conducts the call. Create one, submit it and have it approved:</p>
          <pre>npx call-manager agent create --help</pre>
        </div>
      )}
      {data && agents.length > 0 && (
        <Form
          agents={agents}
          numbers={data.phoneNumbers.edges.map(({ node }) => node).filter(({ status }) => status === 'ACTIVE')}
          query={query}
        />
      )}
    </section>
  );
}
