import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** axe finds nothing (WCAG 2.2 A and AA), and nothing scrolls sideways. */
export async function expectAccessible(page: Page, where: string): Promise<void> {
  const window = page.viewportSize()
  let seen = 0
  let violations: Awaited<ReturnType<AxeBuilder['analyze']>>['violations'] = []
  // The whole page in sight: what the bar at a phone's bottom half covers just now is no target too small. A page that
  // grew meanwhile, by what came late, is looked at again.
  for (
    let tall = await heightOf(page), looks = 0;
    tall > seen && looks < 3;
    tall = await heightOf(page), looks++
  ) {
    seen = tall
    if (window && tall > window.height) await page.setViewportSize({ width: window.width, height: tall })
    violations = (
      await new AxeBuilder({ page })
        // In the page itself: our pages have no frames, and the other way opens a window each time, which takes twice as long.
        .setLegacyMode()
        .options({ resultTypes: ['violations'] })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
        .analyze()
    ).violations
  }
  if (window) await page.setViewportSize(window)
  expect(violations.map((v) => `${where}: ${v.id} ${v.nodes[0]?.html ?? ''}`)).toEqual([])
  expect(await sidewaysOf(page), `${where} scrolls sideways`).toBeLessThanOrEqual(0)
}

/** How many pixels of a page stand outside its window's width. */
export async function sidewaysOf(page: Page): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth')
}

async function heightOf(page: Page): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollHeight')
}
