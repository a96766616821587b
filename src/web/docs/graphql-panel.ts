import type { Component, Plugin, System } from 'swagger-ui-dist/swagger-ui-es-bundle.js';
import { playgroundLink } from '../shared/playground-link';
import type { GraphqlRequest } from './spec';

/**
 * Shows below the parameters of an operation the GraphQL document that it stands for, with a link that opens it.
 * @param requestOf what an operation stands for, as things are now
 */
export function graphqlPanel(requestOf: (path: string, method: string) => GraphqlRequest): () => Plugin {
  const withPanel = (Responses: Component, { React }: System): Component => {
    const h = React.createElement;
    const block = (text: string) => h('pre', null, h('code', null, text));
    return function ResponsesWithPanel(props) {
      const { document, variables } = requestOf(String(props.path), String(props.method));
      const shown = JSON.stringify(variables, null, 2);
      const link = h('a', { className: 'button', href: playgroundLink(document, shown) }, 'Open in the playground');
      return h(
        'div',
        null,
        h(
          'details',
          { className: 'graphql-panel' },
          h('summary', null, 'The same by GraphQL'),
          h('p', null, link),
          block(document),
          block(shown),
        ),
        h(Responses, props),
      );
    };
  };
  return () => ({ wrapComponents: { responses: withPanel } });
}
