import { useRef, useState } from 'preact/hooks';
import { isKey, KEY_FORM } from '../shared/key';

interface Props {
  /** Why somebody has to sign in who had a key; empty if nobody had. */
  why: string;
  demoKey: string | undefined;
  onKey(key: string): void;
}

/** Asks for a key. */
export function SignIn({ why, demoKey, onKey }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState(why);
  const submit = (event: Event) => {
    event.preventDefault();
    const key = input.current?.value.trim() ?? '';
    if (isKey(key)) return onKey(key);
    setProblem(KEY_FORM);
    input.current?.focus();
  };
  return (
    <form class="sign-in card" onSubmit={submit} noValidate>
      <h1>Sign in</h1>
      <p class="muted">With an API key of your account. It stays in this tab, and is forgotten when you close it.</p>
      <div class="field">
        <label for="key">API key</label>
        <input
          id="key"
          ref={input}
          class="input mono"
          type="password"
          autoComplete="off"
          spellcheck={false}
          placeholder="cm_…"
          aria-invalid={problem !== ''}
          aria-describedby="key-problem"
        />
        <p id="key-problem" class="problem" role="alert">
          {problem}
        </p>
      </div>
      <div class="row">
        <button type="submit" class="button primary">
          Sign in
        </button>
        {demoKey && (
          <button type="button" class="button" onClick={() => onKey(demoKey)}>
            Use the demo account
          </button>
        )}
      </div>
      <p class="muted small">
        A key is made by <code>npx call-manager key create --account NAME --name console</code>
      </p>
    </form>
  );
}
