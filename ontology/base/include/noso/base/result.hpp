/// A value, or the diagnostics that say why there is none.
#pragma once

#include <cassert>
#include <utility>
#include <variant>
#include <vector>

#include "noso/base/diagnostic.hpp"

namespace noso {

/// Returned wherever input from outside can be wrong. Reading `value()` of a failed result is a caller's bug
/// (asserted).
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}
  Result(Diagnostic why) : state_(std::vector<Diagnostic>{std::move(why)}) {}
  Result(std::vector<Diagnostic> why) : state_(std::move(why)) {}

  bool ok() const { return std::holds_alternative<T>(state_); }
  explicit operator bool() const { return ok(); }

  const T& value() const& {
    assert(ok());
    return *std::get_if<T>(&state_);
  }
  T& value() & {
    assert(ok());
    return *std::get_if<T>(&state_);
  }
  T&& value() && {
    assert(ok());
    return std::move(*std::get_if<T>(&state_));
  }
  const T& operator*() const& { return value(); }
  T& operator*() & { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  const T* operator->() const { return &value(); }
  T* operator->() { return &value(); }

  /// The reasons of a failure; at least one. Must not be called on success.
  const std::vector<Diagnostic>& errors() const {
    assert(!ok());
    return *std::get_if<std::vector<Diagnostic>>(&state_);
  }

 private:
  std::variant<T, std::vector<Diagnostic>> state_;
};

/// Success carries nothing.
using Status = Result<std::monostate>;
inline Status success() { return Status{std::monostate{}}; }

}  // namespace noso
