import editorWorker from 'monaco-editor/esm/vs/editor/editor.worker.js?worker';
import jsonWorker from 'monaco-editor/esm/vs/language/json/json.worker.js?worker';
import graphqlWorker from 'monaco-graphql/esm/graphql.worker.js?worker';

const ADDRESSES: Record<string, string> = { json: jsonWorker, graphql: graphqlWorker };

/** Where the editor finds the programs of its workers: files of ours. */
Object.assign(globalThis, {
  MonacoEnvironment: {
    getWorker: (_id: string, label: string) => new Worker(ADDRESSES[label] ?? editorWorker, { name: label }),
  },
});
