import { readText } from '../read/read.ts'

/** Rank of legal documents, the highest first (Law 64/2025/QH15 on legal documents, Article 4); what is none of them stands behind. */
const ranks: readonly RegExp[] = [
  /^hiến pháp/iu,
  /^(?:bộ )?luật/iu,
  /^nghị quyết.*(?:quốc hội|qh)/iu,
  /^pháp lệnh/iu,
  /^nghị định/iu,
  /^quyết định.*(?:thủ tướng|qđ-ttg)/iu,
  /^thông tư/iu,
  /^nghị quyết/iu,
  /^quyết định/iu,
]

/**
 * Legal bases in the order in which they are printed: by rank, the older first within one (Decree 30/2020/NĐ-CP, Appendix I,
 * II.6.a); what cites no document ("Theo đề nghị của …", "Căn cứ chức năng, nhiệm vụ …") keeps its place behind.
 */
export function orderBases<B extends { words: string }>(bases: readonly B[]): B[] {
  const keyed = bases.map((basis, i) => {
    const [cited] = readText(basis.words).citations
    const named = cited ? basis.words.slice(cited.start) : ''
    const rank = ranks.findIndex((pattern) => pattern.test(named))
    const behind = cited ? ranks.length : ranks.length + 1
    return { basis, i, rank: cited && rank >= 0 ? rank : behind, day: cited?.date ?? '9999' }
  })
  keyed.sort((a, b) => a.rank - b.rank || (a.day < b.day ? -1 : a.day > b.day ? 1 : a.i - b.i))
  return keyed.map(({ basis }) => basis)
}
