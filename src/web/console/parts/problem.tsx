import type { Refused } from '../api/errors';

/** A view that has nothing to show because the server refused to tell. */
export function Problem({ error }: { error: Refused }) {
  const issues = Object.values(error.issues).flat();
  return (
    <section class="empty card" role="alert">
      <h2>That did not work</h2>
      <p>{issues.length > 0 ? issues.join('. ') : error.message}</p>
    </section>
  );
}
