import { useNavigate, useSearch } from '@tanstack/react-router'
import { useSession } from './session.ts'

/** The year all screens speak of: `?year=` of the address, else the present one. */
export function useYear(): number {
  const { today } = useSession()
  const { year } = useSearch({ from: '__root__' })
  return year ?? Number(today.slice(0, 4))
}

/** Puts another year into the address; everything else there stays. */
export function useChooseYear(): (year: number) => void {
  const { today } = useSession()
  const navigate = useNavigate()
  return (year) =>
    void navigate({
      to: '.',
      search: (now) => ({ ...now, year: year === Number(today.slice(0, 4)) ? undefined : year }),
    })
}

/** The years that can be chosen: next year's plan to five years back, and whichever the address names. */
export function yearsToChoose(today: string, now: number): number[] {
  const present = Number(today.slice(0, 4))
  const years = Array.from({ length: 7 }, (_, i) => present + 1 - i)
  return years.includes(now) ? years : [...years, now].sort((a, b) => b - a)
}
