import { type ClassType, Field, Int, ObjectType } from 'type-graphql';
import type { Page } from '../../services/paging';

@ObjectType({ description: 'Where a page lies in its list.', simpleResolvers: true })
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether more follows after this page.' }) hasNextPage!: boolean;
  @Field(() => Boolean, { description: 'Whether something comes before this page.' }) hasPreviousPage!: boolean;
  @Field(() => String, { nullable: true, description: 'Cursor of the first edge; null on an empty page.' })
  startCursor!: string | null;
  @Field(() => String, { nullable: true, description: 'Cursor of the last edge; null on an empty page.' })
  endCursor!: string | null;
}

/** A row of a page. Its cursor is written when it is selected. */
export interface Edge<Row> {
  node: Row;
  cursorOf: Page<Row>['cursorOf'];
}

/** A page as GraphQL shows it; the whole list is counted only when `totalCount` is selected. */
export interface Connection<Row> {
  edges: Array<Edge<Row>>;
  pageInfo: PageInfo;
  count: () => Promise<number>;
}

/** Defines the Relay connection of a node type. Relay, GraphQL Cursor Connections Specification. */
export function connectionOf<Row extends object>(node: ClassType<Row>, name: string, plural: string) {
  @ObjectType(`${name}Edge`, { description: `One of the ${plural} of a page.`, simpleResolvers: true })
  class EdgeClass {
    @Field(() => node, { description: 'What the list is of.' }) node!: Row;
    @Field(() => String, { description: 'Where it lies; for `after` or `before`.' }) cursor!: string;
  }

  @ObjectType(`${name}Connection`, { description: `A page of ${plural}.` })
  class ConnectionClass {
    count!: () => Promise<number>;
    @Field(() => [EdgeClass], { description: 'The page, in the order of the list.', simple: true }) edges!: EdgeClass[];
    @Field(() => PageInfo, { description: 'Where the page lies in the list.', simple: true }) pageInfo!: PageInfo;
    @Field(() => Int, { description: 'How many there are in the whole list; counted only when asked for.' })
    totalCount(): Promise<number> {
      return this.count();
    }
  }
  return ConnectionClass;
}

/** A page as a connection. */
export function toConnection<Row>(page: Page<Row>): Connection<Row> {
  const { rows, cursorOf } = page;
  const [first, last] = [rows[0], rows.at(-1)];
  return {
    edges: rows.map((node) => ({ node, cursorOf })),
    pageInfo: {
      hasNextPage: page.hasNextPage,
      hasPreviousPage: page.hasPreviousPage,
      startCursor: first ? cursorOf(first) : null,
      endCursor: last ? cursorOf(last) : null,
    },
    count: page.count,
  };
}
