interface Place {
  start: number
  end: number
}
interface WithCorrection extends Place {
  correction: (Place & { words: string }) | null
}

/**
 * The text with one correction applied, and the findings that are left: those behind it moved, those that lay over it gone
 * (what is there now is asked by checking again).
 */
export function applied<F extends WithCorrection>(
  { text, findings }: { text: string; findings: readonly F[] },
  finding: F,
): { text: string; findings: F[] } {
  const edit = finding.correction
  if (!edit) return { text, findings: [...findings] }
  const by = edit.words.length - (edit.end - edit.start)
  const move = <P extends Place>(place: P): P =>
    place.start >= edit.end ? { ...place, start: place.start + by, end: place.end + by } : place
  const untouched = (place: Place) => place.end <= edit.start || place.start >= edit.end
  return {
    text: text.slice(0, edit.start) + edit.words + text.slice(edit.end),
    findings: findings
      .filter((f) => f !== finding && untouched(f) && (f.correction === null || untouched(f.correction)))
      .map((f) => ({ ...move(f), correction: f.correction && move(f.correction) })),
  }
}
