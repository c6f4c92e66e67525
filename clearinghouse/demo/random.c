#include "clearinghouse/demo/story.h"

static uint64_t next(struct ch_demo_rng *rng)
{
    uint64_t z = (rng->state += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

struct ch_demo_rng ch_demo_rng(uint64_t seed, uint64_t stream, int64_t index)
{
    struct ch_demo_rng rng = {seed * UINT64_C(0x2545f4914f6cdd1d) + stream};
    rng.state = next(&rng) ^ (uint64_t)index * UINT64_C(0x9e3779b97f4a7c15);
    rng.state = next(&rng);
    return rng;
}

int64_t ch_demo_below(struct ch_demo_rng *rng, int64_t limit)
{
    return limit > 0 ? (int64_t)(next(rng) % (uint64_t)limit) : 0;
}

int64_t ch_demo_between(struct ch_demo_rng *rng, int64_t low, int64_t high)
{
    return low + ch_demo_below(rng, high - low + 1);
}

bool ch_demo_chance(struct ch_demo_rng *rng, int percent)
{
    return ch_demo_below(rng, 100) < percent;
}
