/**
 * Brings an element into sight inside the pane that scrolls it, and moves nothing else: `scrollIntoView` would push the
 * frame itself up, whose overflow is hidden and not gone. On a phone the window scrolls.
 * @param where `middle` of the pane, or just `inside` it
 */
export function bringIntoPane(element: Element | null | undefined, where: 'middle' | 'inside'): void {
  if (!element) return
  const pane = scrollerOf(element)
  if (!pane) {
    element.scrollIntoView({ block: where === 'middle' ? 'center' : 'nearest' })
    return
  }
  const [own, around] = [element.getBoundingClientRect(), pane.getBoundingClientRect()]
  const top = own.top - around.top
  if (where === 'middle') pane.scrollTop += top - (pane.clientHeight - own.height) / 2
  else if (top < 0) pane.scrollTop += top - 12
  else if (top + own.height > pane.clientHeight) pane.scrollTop += top + own.height - pane.clientHeight + 12
}

function scrollerOf(element: Element): HTMLElement | null {
  for (let at = element.parentElement; at && at !== document.body; at = at.parentElement)
    if (/auto|scroll/.test(getComputedStyle(at).overflowY) && at.scrollHeight > at.clientHeight) return at
  return null
}
