"""Who is the fair comparison: eligibility, distance, neighbours, and how alike the groups were."""
