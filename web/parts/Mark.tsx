/** The mark of Lan Tỏa: a point and three opening arcs. Decorative: the name stands beside it. */
export function Mark(props: { size?: number }) {
  const { size = 24 } = props
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="var(--blue)"
      strokeLinecap="round"
      aria-hidden="true"
    >
      <circle cx="5" cy="19" r="2.2" fill="var(--blue)" stroke="none" />
      <path d="M5 13.2a5.8 5.8 0 0 1 5.8 5.8" strokeWidth="2.6" />
      <path d="M5 8.2a10.8 10.8 0 0 1 10.8 10.8" strokeWidth="2.2" />
      <path d="M5 3.2a15.8 15.8 0 0 1 15.8 15.8" strokeWidth="1.8" />
    </svg>
  )
}
