/** How long a button says that it did its work, in milliseconds. */
export const SAID_MS = 1500;

/** Whether pages can copy: one that came over plain HTTP from another machine has no clipboard. */
export function canCopy(): boolean {
  return Boolean(navigator.clipboard);
}

/** Makes a button copy a text and say so; where pages cannot copy it is hidden. */
export function copies(button: HTMLButtonElement, text: () => string): void {
  button.hidden = !canCopy();
  const label = button.textContent;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(text());
    button.textContent = 'Copied';
    setTimeout(() => {
      button.textContent = label;
    }, SAID_MS);
  });
}
