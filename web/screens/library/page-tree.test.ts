import { expect, it } from 'vitest'
import { reachOf, readPage } from './page-tree.ts'

it('makes a tree of the writer’s tags, with the place of each run', () => {
  const page = readPage(
    '<table><tr><td colspan="2"><p><b><span data-s="0">A &amp; B</span></b><br><i><span data-s="6">c</span></i></p></td></tr></table><p></p>',
  )
  expect(page).toEqual([
    {
      kind: 'table',
      children: [
        {
          kind: 'tr',
          children: [
            {
              kind: 'td',
              colSpan: 2,
              children: [
                {
                  kind: 'p',
                  children: [
                    { kind: 'b', children: [{ kind: 'text', text: 'A & B', start: 0 }] },
                    { kind: 'br' },
                    { kind: 'i', children: [{ kind: 'text', text: 'c', start: 6 }] },
                  ],
                },
              ],
            },
          ],
        },
      ],
    },
    { kind: 'p', children: [] },
  ])
  expect(reachOf(page)).toEqual({ start: 0, end: 7 })
  expect(reachOf(readPage('<p></p>'))).toBeNull()
})

it('takes nothing that the writer does not make', () => {
  const page = readPage(
    '<p onclick="x()"><script>bad()</script><img src="x"><span data-s="0">&lt;b&gt;</span></p><p><span data-s="3" style="1">x</span></p>',
  )
  const kinds: string[] = []
  const visit = (nodes: typeof page): void => {
    for (const node of nodes) {
      kinds.push(node.kind)
      if (node.kind === 'text') expect(node.text).toBe('<b>')
      else if (node.kind !== 'br') visit(node.children)
    }
  }
  visit(page)
  expect(new Set(kinds)).toEqual(new Set(['p', 'text']))
})
