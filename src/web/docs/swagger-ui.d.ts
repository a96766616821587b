/** What we use of Swagger UI, which comes without types. */
declare module 'swagger-ui-dist/swagger-ui-es-bundle.js' {
  /** React's, of the copy that is in the bundle. */
  export interface Element {
    readonly type: unknown;
  }
  export type Component = (props: Record<string, unknown>) => Element | null;

  export interface System {
    React: { createElement(type: unknown, props: object | null, ...children: unknown[]): Element };
    oas3Actions: {
      setRequestBodyValue(body: { pathMethod: readonly [string, string]; value: string }): void;
    };
    layoutActions: { parseDeepLinkHash(hash: string): void };
    specActions: {
      updateJsonSpec(spec: object): void;
      changeParam(
        pathMethod: readonly [string, string],
        name: string,
        where: 'path',
        value: string,
        isXml: boolean,
      ): void;
    };
  }

  export interface Plugin {
    components?: Record<string, Component>;
    wrapComponents?: Record<string, (original: Component, system: System) => Component>;
  }

  export interface Request {
    url: string;
    headers: Record<string, string>;
    userFetch?: typeof fetch;
  }

  export interface Answer {
    url: string;
    status: number;
    obj?: unknown;
  }

  export default function SwaggerUI(options: {
    domNode: HTMLElement;
    spec: object;
    layout: string;
    deepLinking: boolean;
    docExpansion: 'list';
    defaultModelsExpandDepth: number;
    tryItOutEnabled: boolean;
    displayRequestDuration: boolean;
    syntaxHighlight: { activated: boolean };
    plugins: Array<() => Plugin>;
    requestInterceptor(request: Request): Request;
    responseInterceptor(answer: Answer): Answer;
    onComplete(): void;
  }): System;
}
