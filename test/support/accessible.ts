import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** axe finds nothing (WCAG 2.2 A and AA), and nothing scrolls sideways. */
export async function expectAccessible(page: Page, where: string): Promise<void> {
  const window = page.viewportSize()
  let seen = 0
  let violations: string[] = []
  // The whole page in sight: what the bar at a phone's bottom half covers just now is no target too small. A page that
  // grew meanwhile, by what came late, is looked at again.
  for (
    let tall = await heightOf(page), looks = 0;
    tall > seen && looks < 3;
    tall = await heightOf(page), looks++
  ) {
    seen = tall
    if (window && tall > window.height) await page.setViewportSize({ width: window.width, height: tall })
    violations = await violationsOf(page)
  }
  if (window) await page.setViewportSize(window)
  expect(violations.map((v) => `${where}: ${v}`)).toEqual([])
  expect(await sidewaysOf(page), `${where} scrolls sideways`).toBeLessThanOrEqual(0)
}

/** What axe finds: the rule and the first element that breaks it. Only what is wrong crosses from the page: all that axe says of a page is megabytes. */
async function violationsOf(page: Page): Promise<string[]> {
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(axe)
  return page.evaluate<string[]>(
    `axe.run(document, { runOnly: ${JSON.stringify(rules)}, resultTypes: ['violations'] })
      .then(({ violations }) => violations.map(({ id, nodes }) => id + ' ' + nodes[0].html))`,
  )
}

/** How many pixels of a page stand outside its window's width. */
export async function sidewaysOf(page: Page): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth')
}

async function heightOf(page: Page): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollHeight')
}
