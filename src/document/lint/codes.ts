/** An error makes the document wrong or contestable, a warning is very likely a slip, a note is a matter of form or to be looked at. */
export type Severity = 'error' | 'warning' | 'note'

/** Articles that findings rest on; all but the last two of Decree 30/2020/NĐ-CP. The words are messages `lint.article.*`. */
export type LintArticle =
  | 'motto' // Appendix I, part I, II.1
  | 'agency' // II.2
  | 'number' // II.3
  | 'place_date' // II.4
  | 'type_subject' // II.5
  | 'bases' // II.6.a
  | 'citing' // II.6.b
  | 'layout' // II.6.đ
  | 'signer' // II.7
  | 'recipients' // II.9
  | 'capital_sentence' // Appendix II, I
  | 'capital_place' // Appendix II, III.1
  | 'capital_agency' // Appendix II, IV.1
  | 'capital_other' // Appendix II, V
  | 'abbreviations' // Appendix III
  | 'numbering' // Article 15(1)
  | 'checking' // Article 12
  | 'sample' // Appendix III, samples

type Rule = readonly [severity: Severity, article: LintArticle]

/** Every finding there is. */
export const lintRules = {
  // head
  motto_missing: ['error', 'motto'],
  motto_words: ['warning', 'motto'],
  creed_missing: ['error', 'motto'],
  creed_form: ['warning', 'motto'],
  agency_missing: ['error', 'agency'],
  agency_case: ['warning', 'agency'],
  number_missing: ['error', 'number'],
  number_blank: ['error', 'numbering'],
  number_padding: ['warning', 'number'],
  number_colon: ['warning', 'number'],
  symbol_spaces: ['warning', 'number'],
  symbol_dash: ['warning', 'number'],
  symbol_case: ['warning', 'number'],
  symbol_stroke: ['warning', 'abbreviations'],
  symbol_type: ['error', 'abbreviations'],
  symbol_letter: ['warning', 'number'],
  symbol_registered: ['warning', 'number'],
  place_missing: ['warning', 'place_date'],
  place_comma: ['warning', 'place_date'],
  place_case: ['warning', 'place_date'],
  date_missing: ['error', 'place_date'],
  date_blank: ['error', 'place_date'],
  date_impossible: ['error', 'place_date'],
  date_future: ['warning', 'numbering'],
  date_digits: ['warning', 'place_date'],
  day_padding: ['warning', 'place_date'],
  month_padding: ['warning', 'place_date'],
  month_padding_extra: ['note', 'place_date'],
  type_case: ['warning', 'type_subject'],
  subject_missing: ['error', 'type_subject'],
  subject_case: ['warning', 'type_subject'],
  subject_period: ['note', 'type_subject'],
  vv_form: ['note', 'type_subject'],
  plan_year: ['warning', 'checking'],
  // bases and citations
  basis_expired: ['error', 'bases'],
  basis_not_yet: ['warning', 'bases'],
  basis_amended: ['note', 'bases'],
  basis_after: ['error', 'bases'],
  basis_punctuation: ['warning', 'bases'],
  basis_last: ['warning', 'bases'],
  basis_word: ['warning', 'bases'],
  basis_no_date: ['warning', 'bases'],
  basis_no_issuer: ['warning', 'bases'],
  basis_no_subject: ['note', 'bases'],
  basis_law_number: ['note', 'bases'],
  citation_after: ['warning', 'checking'],
  citation_date_impossible: ['error', 'citing'],
  citation_two_dates: ['error', 'citing'],
  citation_no_date: ['note', 'citing'],
  citation_date_wrong: ['error', 'citing'],
  citation_type_wrong: ['error', 'citing'],
  citation_issuer_wrong: ['error', 'citing'],
  citation_ambiguous: ['warning', 'citing'],
  citation_near: ['warning', 'citing'],
  citation_unknown: ['note', 'citing'],
  citation_spaces: ['note', 'number'],
  citation_stroke: ['warning', 'abbreviations'],
  citation_order: ['warning', 'citing'],
  // body
  marker_gap: ['warning', 'layout'],
  marker_repeated: ['warning', 'layout'],
  marker_start: ['note', 'layout'],
  point_d: ['warning', 'layout'],
  point_bracket: ['note', 'layout'],
  clause_point: ['note', 'layout'],
  article_gap: ['error', 'layout'],
  chapter_roman: ['warning', 'layout'],
  ending_mark: ['note', 'sample'],
  deadline_past: ['warning', 'checking'],
  weekday_wrong: ['error', 'checking'],
  date_words_impossible: ['error', 'checking'],
  period_reversed: ['error', 'checking'],
  // words
  capital_line: ['note', 'capital_sentence'],
  capital_place: ['note', 'capital_place'],
  capital_agency: ['note', 'capital_agency'],
  capital_law: ['note', 'capital_other'],
  capital_type: ['note', 'capital_other'],
  capital_article: ['note', 'capital_other'],
  capital_state: ['note', 'capital_other'],
  capital_weekday: ['note', 'capital_other'],
  word_repeated: ['warning', 'checking'],
  word_slip: ['warning', 'checking'],
  space_before_mark: ['note', 'checking'],
  space_after_mark: ['note', 'checking'],
  mark_repeated: ['note', 'checking'],
  // address, recipients, signature
  address_missing: ['warning', 'recipients'],
  address_colon: ['note', 'recipients'],
  recipients_missing: ['error', 'recipients'],
  recipients_colon: ['warning', 'recipients'],
  recipient_punctuation: ['note', 'recipients'],
  recipient_last: ['note', 'recipients'],
  archive_missing: ['warning', 'recipients'],
  archive_form: ['note', 'recipients'],
  archive_not_last: ['warning', 'recipients'],
  as_above_missing: ['note', 'recipients'],
  signer_missing: ['error', 'signer'],
  authority_form: ['warning', 'signer'],
  authority_space: ['note', 'signer'],
  authority_case: ['warning', 'signer'],
  deputy_alone: ['error', 'signer'],
  instead_of_nobody: ['error', 'signer'],
  signer_title: ['note', 'signer'],
  signer_case: ['warning', 'signer'],
} as const satisfies Record<string, Rule>

export type LintCode = keyof typeof lintRules
export const lintCodes = Object.keys(lintRules) as LintCode[]
