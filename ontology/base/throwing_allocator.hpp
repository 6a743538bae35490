/// RapidJSON's allocator, but one that throws where memory runs out: RapidJSON itself writes on through the null
/// pointer.
#pragma once

#include <cstdlib>
#include <new>

namespace noso {

class ThrowingAllocator {
 public:
  static constexpr bool kNeedFree = true;

  void* Malloc(std::size_t size) { return size == 0 ? nullptr : sound(std::malloc(size)); }
  void* Realloc(void* original, std::size_t, std::size_t size) {
    if (size > 0) return sound(std::realloc(original, size));
    std::free(original);
    return nullptr;
  }
  static void Free(void* memory) { std::free(memory); }

 private:
  static void* sound(void* memory) {
    if (!memory) throw std::bad_alloc();
    return memory;
  }
};

}  // namespace noso
