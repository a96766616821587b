/** The address at which our playground opens a document with its variables. */
export function playgroundLink(document: string, variables: string): string {
  return `/graphql#${new URLSearchParams({ document, variables })}`;
}
