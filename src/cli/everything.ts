import type { Page, PageRequest } from '../services/paging';

const PAGE_SIZE = 100;

/** All rows of a list that is read by pages. */
export async function everything<Row>(read: (page: PageRequest) => Promise<Page<Row>>): Promise<Row[]> {
  const rows: Row[] = [];
  let after: string | null = null;
  for (;;) {
    const page: Page<Row> = await read({ first: PAGE_SIZE, after });
    rows.push(...page.rows);
    const last = page.rows.at(-1);
    if (!page.hasNextPage || !last) return rows;
    after = page.cursorOf(last);
  }
}
