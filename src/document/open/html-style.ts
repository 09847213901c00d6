import type { RunStyle } from './page.ts'

/** What an element looks like, as far as words go. */
export interface Look extends RunStyle {
  font: string | null
  capitals: boolean
  hidden: boolean
  /** white space is kept */
  kept: boolean
}

type Rule = Partial<Look>

/** Rules of a style sheet by simple selector: `p`, `.MsoNormal`, `p.MsoNormal`. Others are left out. Linear. */
export function readRules(css: string): Map<string, Rule> {
  const rules = new Map<string, Rule>()
  for (const part of css
    .replace(/<!--|-->/g, '')
    .split('}')
    .slice(0, 20_000)) {
    const brace = part.lastIndexOf('{')
    if (brace < 0) continue
    const rule = declarations(part.slice(brace + 1))
    if (Object.keys(rule).length === 0) continue
    const selectors = part.slice(part.lastIndexOf('/', brace) + 1, brace)
    for (const selector of selectors.split(',').slice(0, 50)) {
      const name = selector.trim()
      if (/^[\w-]*(?:\.[\w-]+)?$/.test(name) && name !== '')
        rules.set(name.toLowerCase(), { ...rules.get(name.toLowerCase()), ...rule })
    }
  }
  return rules
}

const plain: Look = {
  bold: false,
  italic: false,
  underline: false,
  font: null,
  capitals: false,
  hidden: false,
  kept: false,
}

/** The look of an element: its parent's, its tag's, its classes', its own. */
export function styleOf(
  name: string,
  attributes: Record<string, string>,
  parent: Look | null,
  rules: ReadonlyMap<string, Rule>,
): Look {
  const look: Look = { ...(parent ?? plain) }
  if (name === 'b' || name === 'strong' || name === 'th' || /^h[1-6]$/.test(name)) look.bold = true
  if (name === 'i' || name === 'em') look.italic = true
  if (name === 'u' || name === 'ins') look.underline = true
  if (name === 'pre') look.kept = true
  if (name === 'del') look.hidden = true
  if (name === 'font' && attributes['face'] !== undefined) look.font = firstFamily(attributes['face'])
  Object.assign(look, rules.get(name))
  for (const own of (attributes['class'] ?? '').toLowerCase().split(/\s+/).slice(0, 10)) {
    if (own !== '') Object.assign(look, rules.get(`.${own}`), rules.get(`${name}.${own}`))
  }
  if (attributes['hidden'] !== undefined) look.hidden = true
  return Object.assign(look, declarations(attributes['style'] ?? ''))
}

function declarations(css: string): Rule {
  const rule: Rule = {}
  for (const declaration of css.split(';').slice(0, 100)) {
    const colon = declaration.indexOf(':')
    const property = declaration.slice(0, colon).trim().toLowerCase()
    const value = declaration.slice(colon + 1).trim()
    if (colon < 0) continue
    if (property === 'font-family') rule.font = firstFamily(value)
    if (property === 'font') rule.font = /["']([^"']+)["']/.exec(value)?.[1] ?? rule.font ?? null
    if (property === 'font-weight') rule.bold = /^(?:bold|bolder|[6-9]00)\b/i.test(value)
    if (property === 'font-style') rule.italic = /^(?:italic|oblique)/i.test(value)
    if (/^text-decoration(?:-line)?$/.test(property)) rule.underline = /underline/i.test(value)
    if (property === 'text-transform') rule.capitals = /^uppercase/i.test(value)
    // Office writes hidden text as "none" of its own.
    if (property === 'display' || property === 'mso-hide')
      rule.hidden = property === 'display' ? /^none/i.test(value) : /^all/i.test(value)
    if (property === 'white-space') rule.kept = /^pre/i.test(value)
  }
  return rule
}

function firstFamily(value: string): string | null {
  const first = value.split(',')[0]?.replace(/["']/g, '').trim() ?? ''
  return first === '' ? null : first
}
