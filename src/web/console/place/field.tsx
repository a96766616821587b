import type { ComponentChildren } from 'preact';

interface Props {
  id: string;
  label: string;
  hint?: ComponentChildren;
  problem: string | undefined;
  children: ComponentChildren;
}

/** A control with its label, what helps to fill it in, and what is wrong with it. */
export function Field({ id, label, hint, problem, children }: Props) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children}
      {hint && (
        <p id={`${id}-hint`} class="muted small">
          {hint}
        </p>
      )}
      <p id={`${id}-problem`} class="problem" aria-live="polite">
        {problem ?? ''}
      </p>
    </div>
  );
}

/** What a field's control needs to be told of its problem. */
export function about(id: string, problem: string | undefined) {
  return { id, 'aria-invalid': problem !== undefined, 'aria-describedby': `${id}-problem` };
}
