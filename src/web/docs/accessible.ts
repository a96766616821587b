/**
 * Mends what the viewer leaves out: fields and buttons get names, and what can be scrolled can be reached by
 * keyboard. It is done again whenever the viewer shows something else.
 */
export function keepAccessible(viewer: HTMLElement): void {
  const mend = () => {
    for (const field of viewer.querySelectorAll('select, textarea, input')) nameField(field);
    for (const button of viewer.querySelectorAll('.json-schema-2020-12-accordion:not([aria-label])')) {
      if (button.textContent === '') button.setAttribute('aria-label', 'Expand or collapse');
    }
    for (const region of viewer.querySelectorAll('.microlight:not([tabindex])')) region.setAttribute('tabindex', '0');
  };
  let due = 0;
  const observer = new MutationObserver(() => {
    cancelAnimationFrame(due);
    due = requestAnimationFrame(mend);
  });
  observer.observe(viewer, { childList: true, subtree: true });
}

function nameField(field: Element): void {
  if (field.hasAttribute('aria-label') || field.closest('label')) return;
  const parameter = field.closest<HTMLElement>('[data-param-name]')?.dataset.paramName;
  field.setAttribute('aria-label', parameter ?? (field.closest('.examples-select') ? 'Example' : 'Request body'));
}
