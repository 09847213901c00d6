import { expect, it } from 'vitest'
import { drawQr } from './qr.ts'

it('draws a code as SVG, the larger the longer the text', async () => {
  const short = await drawQr('https://vanson.example/t/AB12')
  const long = await drawQr(`https://vanson.example/tra-cuu/${'tiếng-việt-'.repeat(20)}`)
  const modules = (svg: string): number => Number(/viewBox="0 0 (\d+) /.exec(svg)?.[1])
  expect(short).toMatch(/^<svg /)
  // version 3 (29 modules) and its quiet zone of four on each side
  expect(modules(short)).toBe(29 + 8)
  expect(modules(long)).toBeGreaterThan(modules(short))
})

it('refuses what no code can hold', async () => {
  await expect(drawQr('x'.repeat(2332))).rejects.toThrow()
})
