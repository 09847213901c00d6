import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { SearchResult } from '../../api/generated/types.gen.ts'
import { getJson } from '../api.ts'

/** Fewer characters than the server takes are not asked for. */
export const fewestCharacters = 2

/**
 * What a text finds, asked 200 ms after the last key.
 * @returns `result` also of the text before while the next is under way; `settled` when it is the answer to this text
 */
export function useSearchFor(text: string) {
  const typed = text.trim()
  const [q, setQ] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setQ(typed), 200)
    return () => clearTimeout(timer)
  }, [typed])
  const asks = q.length >= fewestCharacters && typed.length >= fewestCharacters
  const { data, error, isPlaceholderData, refetch } = useQuery({
    queryKey: ['search', q],
    queryFn: ({ signal }) => getJson<SearchResult>(`/api/v1/search?q=${encodeURIComponent(q)}`, signal),
    enabled: asks,
    placeholderData: keepPreviousData,
  })
  const settled = asks && q === typed && !isPlaceholderData
  return {
    asks: typed.length >= fewestCharacters,
    result: asks ? data : undefined,
    error: settled ? error : null,
    settled: settled && (data !== undefined || error !== null),
    again: () => void refetch(),
  }
}
