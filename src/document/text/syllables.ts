/** Beginnings and rhymes of Vietnamese syllables, without tones. */
const onsets = 'b|ch?|d|đ|gh?|gi|h|kh?|l|m|n|ngh?|nh|ph?|qu|r|s|th?|tr|v|x'
const rhymes =
  'a|ac|ach|ai|am|an|ang|anh|ao|ap|at|au|ay|ăc|ăm|ăn|ăng|ăp|ăt|âc|âm|ân|âng|âp|ât|âu|ây|e|ec|em|en|eng|eo|ep|et|' +
  'ê|êch|êm|ên|êng|ênh|êp|êt|êu|i|ich|im|in|inh|ip|it|iu|ia|iêc|iêm|iên|iêng|iêp|iêt|iêu|o|oc|oi|om|on|ong|op|ot|' +
  'oa|oac|oach|oai|oam|oan|oang|oanh|oao|oap|oat|oay|oăc|oăm|oăn|oăng|oăt|oe|oen|oeo|oet|oong|ooc|ô|ôc|ôi|ôm|ôn|ông|ôp|ôt|' +
  'ơ|ơi|ơm|ơn|ơng|ơp|ơt|u|uc|ui|um|un|ung|up|ut|ua|uân|uâng|uât|uây|uê|uêch|uênh|uôc|uôi|uôm|uôn|uông|uôt|uơ|uy|uych|' +
  'uynh|uyên|uyêt|uyt|uyu|uyn|uyp|uya|ư|ưc|ưi|ưm|ưn|ưng|ưt|ưu|ưa|ươc|ươi|ươm|ươn|ương|ươp|ươt|ươu|y|yêm|yên|yêng|yêt|yêu|' +
  // behind q, the u of the beginning is written too: "quạt", "quỹ"; behind "gi" one i stands for two
  'uai|uan|uang|uanh|uao|uat|uay|uăc|uăn|uăng|uăt|uen|ueo|uet|uynh|ych|ynh|yt|yn|yp|yu'
const shape = new RegExp(`^(?:${onsets})?(?:${rhymes})$`)
const stopped = /(?:c|ch|p|t)$/
const tones = /[\u0300\u0301\u0303\u0309\u0323]/g

/** Whether a word could be one Vietnamese syllable, by its spelling: beginning, rhyme, and a tone that the end allows. */
export function isSyllable(word: string): boolean {
  const letters = word.toLowerCase().normalize('NFD')
  const marks = letters.match(tones) ?? []
  if (marks.length > 1) return false
  const bare = letters.replace(tones, '').normalize('NFC')
  if (!shape.test(bare)) return false
  return !stopped.test(bare) || marks.length === 0 || /[\u0301\u0323]/.test(marks[0] ?? '')
}
