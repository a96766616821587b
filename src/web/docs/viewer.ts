import SwaggerUI, { type System } from 'swagger-ui-dist/swagger-ui-es-bundle.js';
import type { Known } from '../shared/known';
import { keepAccessible } from './accessible';
import { graphqlPanel } from './graphql-panel';
import { ourPage } from './our-page';
import { filledIn, firstBodies, type GraphqlRequest, idsInPaths, type Spec } from './spec';
import { fetchForAWhile } from './stream-fetch';

/** What a viewer asks of its page. */
export interface ViewerOptions {
  element: HTMLElement;
  /** The OpenAPI document as the server has it. */
  text: string;
  known: Known;
  /** A call was placed; its ids are filled in already. */
  onPlaced(known: Known): void;
}

/** The operations, with forms that run them. */
export class Viewer {
  private known: Known;
  private spec: Spec;
  private readonly ui: System;

  constructor(private readonly options: ViewerOptions) {
    const { element, text, known } = options;
    this.known = known;
    this.spec = filledIn(text, known);
    keepAccessible(element);
    this.ui = SwaggerUI({
      domNode: element,
      spec: this.spec,
      layout: 'BaseLayout',
      deepLinking: true,
      docExpansion: 'list',
      defaultModelsExpandDepth: -1,
      tryItOutEnabled: true,
      displayRequestDuration: true,
      // It paints words one by one, in colours of its own.
      syntaxHighlight: { activated: false },
      plugins: [ourPage, graphqlPanel((path, method) => this.graphqlOf(path, method))],
      requestInterceptor: (request) => {
        const { apiKey } = this.known;
        if (apiKey) request.headers['X-API-Key'] = apiKey;
        request.userFetch = fetchForAWhile;
        return request;
      },
      responseInterceptor: (answer) => {
        this.learn(answer.obj);
        return answer;
      },
      onComplete: () => this.fillInPaths(),
    });
    // The viewer opens what the address names only when it begins.
    addEventListener('hashchange', () => {
      if (location.hash.startsWith('#/')) this.ui.layoutActions.parseDeepLinkHash(location.hash);
    });
  }

  /** Begins anew with the examples of another account. */
  update(known: Known): void {
    this.fillIn(known);
    this.ui.specActions.updateJsonSpec(this.spec);
    for (const { pathMethod, value } of firstBodies(this.spec)) {
      this.ui.oas3Actions.setRequestBodyValue({ pathMethod, value });
    }
  }

  /** A call that was placed is the one that other examples are about. */
  private learn(body: unknown): void {
    const { data } = (body ?? {}) as { data?: { message?: string; call?: { id: string; contactId: string } } };
    // Only the answer to placing a call has a message.
    if (!data?.message || !data.call) return;
    this.fillIn({ ...this.known, callId: data.call.id, contactId: data.call.contactId });
    this.options.onPlaced(this.known);
  }

  private fillIn(known: Known): void {
    this.known = known;
    this.spec = filledIn(this.options.text, known);
    this.fillInPaths();
  }

  private fillInPaths(): void {
    for (const { path, method, name } of idsInPaths(this.spec)) {
      const value = this.known[name];
      if (value) this.ui.specActions.changeParam([path, method], name, 'path', value, false);
    }
  }

  private graphqlOf(path: string, method: string): GraphqlRequest {
    const operation = this.spec.paths[path]?.[method];
    if (!operation) throw new Error(`openapi.json has no ${method} ${path}`);
    return operation['x-graphql'];
  }
}
