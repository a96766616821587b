/** How long a button says that it did its work, in milliseconds. */
const SAID_MS = 1500;

/** Makes a button copy a text and say so. */
export function copies(button: HTMLButtonElement, text: () => string): void {
  const label = button.textContent;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(text());
    button.textContent = 'Copied';
    setTimeout(() => {
      button.textContent = label;
    }, SAID_MS);
  });
}
