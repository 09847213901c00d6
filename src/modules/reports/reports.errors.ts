import { declareErrors } from '../../platform/errors.ts'

declareErrors({
  'reports.not_now': 409,
  'reports.not_yours': 403,
  'reports.leader_only': 403,
  'reports.incomplete': 409,
  'reports.too_early': 409,
  'reports.counted_anew': 409,
  'reports.unknown_part': 400,
  'reports.words_missing': 400,
  'reports.no_signer': 409,
  'reports.issued': 409,
  'reports.number_other_year': 409,
})
