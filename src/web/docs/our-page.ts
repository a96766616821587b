import type { Component, Plugin, System } from 'swagger-ui-dist/swagger-ui-es-bundle.js';

const nothing = () => null;

/** What our page has already is left out: title, server and key. */
export function ourPage(): Plugin {
  return {
    components: {
      InfoContainer: nothing,
      ServersContainer: nothing,
      SchemesContainer: nothing,
      AuthorizeBtnContainer: nothing,
      authorizeBtn: nothing,
      authorizeOperationBtn: nothing,
    },
    wrapComponents: { DeepLink: plainText, headers: folded },
  };
}

/** A link in a button can be reached by no keyboard. The button changes the address as the link would. */
function plainText(_link: Component, { React }: System): Component {
  return ({ text }) => React.createElement('span', null, text);
}

/** The headers of an answer are many, and alike: they are shown to who asks for them. */
function folded(Headers: Component, { React }: System): Component {
  const h = React.createElement;
  return (props) => h('details', { className: 'documented-headers' }, h('summary', null, 'Headers'), h(Headers, props));
}
