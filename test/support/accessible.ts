import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** axe finds nothing (WCAG 2.2 A and AA), and nothing scrolls sideways. */
export async function expectAccessible(page: Page, where: string): Promise<void> {
  // The whole page in sight: what the bar at a phone's bottom half covers just now is no target too small.
  const window = page.viewportSize()
  const tall = await page.evaluate<number>('document.documentElement.scrollHeight')
  if (window && tall > window.height) await page.setViewportSize({ width: window.width, height: tall })
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze()
  if (window) await page.setViewportSize(window)
  expect(violations.map((v) => `${where}: ${v.id} ${v.nodes[0]?.html ?? ''}`)).toEqual([])
  expect(await sidewaysOf(page), `${where} scrolls sideways`).toBeLessThanOrEqual(0)
}

/** How many pixels of a page stand outside its window's width. */
export async function sidewaysOf(page: Page): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth')
}
