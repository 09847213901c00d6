import { sha256 } from '../../platform/canonical.ts'
import { startOfDay } from '../../platform/clock.ts'

/**
 * The id of a unit's report of a period: always the same, so that opening a period twice, or by two workers at once, makes
 * one. Shaped as UUIDv7 whose time is the opening of the window, so that rows of one period stand together.
 */
export function reportId(unitId: string, formId: string, period: { code: string; from: string }): string {
  const time = startOfDay(period.from).getTime().toString(16).padStart(12, '0')
  const rest = sha256(`report ${unitId} ${formId} ${period.code}`)
  const variant = ((parseInt(rest.slice(3, 4), 16) & 0x3) | 0x8).toString(16)
  return [
    time.slice(0, 8),
    time.slice(8),
    `7${rest.slice(0, 3)}`,
    `${variant}${rest.slice(4, 7)}`,
    rest.slice(7, 19),
  ].join('-')
}
