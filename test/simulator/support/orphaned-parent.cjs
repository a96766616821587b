const { fork } = require('node:child_process');

// A parent that starts a simulator, tells its process id and URL, and waits to be killed.
const [, , main, hook] = process.argv;
const child = fork(main, { execArgv: ['--require', hook] });
child.on('message', ({ url }) => process.stdout.write(`${JSON.stringify({ url, pid: child.pid })}\n`));
setInterval(() => {}, 1000);
