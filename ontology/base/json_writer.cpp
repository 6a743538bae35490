#include "noso/base/json_writer.hpp"

#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <cassert>
#include <cmath>

#include "noso/base/json.hpp"
#include "noso/base/quantity.hpp"
#include "throwing_allocator.hpp"

namespace noso {

namespace {

using Utf8 = rapidjson::UTF8<>;
using Buffer = rapidjson::GenericStringBuffer<Utf8, ThrowingAllocator>;

}  // namespace

struct JsonWriter::Impl {
  Buffer buffer;
  rapidjson::Writer<Buffer, Utf8, Utf8, ThrowingAllocator> compact{buffer};
  rapidjson::PrettyWriter<Buffer, Utf8, Utf8, ThrowingAllocator> spaced{buffer};
  bool pretty;

  template <class F>
  void with(F f) {
    const bool ok = pretty ? f(spaced) : f(compact);
    assert(ok);
    (void)ok;
  }
};

JsonWriter::JsonWriter(bool pretty) : impl_(std::make_unique<Impl>()) {
  impl_->pretty = pretty;
  impl_->spaced.SetIndent(' ', 2);
  impl_->spaced.SetFormatOptions(rapidjson::kFormatSingleLineArray);
}
JsonWriter::~JsonWriter() = default;

JsonWriter& JsonWriter::begin_object() {
  impl_->with([](auto& w) { return w.StartObject(); });
  return *this;
}
JsonWriter& JsonWriter::end_object() {
  impl_->with([](auto& w) { return w.EndObject(); });
  return *this;
}
JsonWriter& JsonWriter::begin_array() {
  impl_->with([](auto& w) { return w.StartArray(); });
  return *this;
}
JsonWriter& JsonWriter::end_array() {
  impl_->with([](auto& w) { return w.EndArray(); });
  return *this;
}
JsonWriter& JsonWriter::key(std::string_view name) {
  impl_->with([&](auto& w) { return w.Key(name.data(), static_cast<rapidjson::SizeType>(name.size())); });
  return *this;
}
JsonWriter& JsonWriter::value(std::string_view text) {
  impl_->with([&](auto& w) {
    return w.String(text.empty() ? "" : text.data(), static_cast<rapidjson::SizeType>(text.size()));
  });
  return *this;
}
JsonWriter& JsonWriter::value(double number) {
  if (!std::isfinite(number)) return null();
  impl_->with([&](auto& w) { return w.Double(number); });
  return *this;
}
JsonWriter& JsonWriter::value(std::uint64_t number) {
  impl_->with([&](auto& w) { return w.Uint64(number); });
  return *this;
}
JsonWriter& JsonWriter::value(int number) {
  impl_->with([&](auto& w) { return w.Int(number); });
  return *this;
}
JsonWriter& JsonWriter::value(bool flag) {
  impl_->with([&](auto& w) { return w.Bool(flag); });
  return *this;
}
JsonWriter& JsonWriter::null() {
  impl_->with([](auto& w) { return w.Null(); });
  return *this;
}

JsonWriter& JsonWriter::raw(std::string_view json) {
  impl_->with([&](auto& w) { return w.RawValue(json.data(), json.size(), rapidjson::kObjectType); });
  return *this;
}

std::string JsonWriter::text() const { return {impl_->buffer.GetString(), impl_->buffer.GetSize()}; }

namespace {

// Depth is bounded by the parser's limit.
void write(JsonWriter& out, JsonValue value) {
  switch (value.type()) {
    case JsonType::null: out.null(); return;
    case JsonType::boolean: out.value(value.boolean()); return;
    case JsonType::number: out.raw(format_number(value.number())); return;
    case JsonType::string: out.value(value.string()); return;
    case JsonType::array:
      out.begin_array();
      for (std::size_t i = 0; i < value.size(); ++i) write(out, value.at(i));
      out.end_array();
      return;
    case JsonType::object:
      out.begin_object();
      for (std::size_t i = 0; i < value.size(); ++i) {
        out.key(value.key(i));
        write(out, value.at(i));
      }
      out.end_object();
      return;
  }
}

}  // namespace

std::string to_json(JsonValue value) {
  JsonWriter out(false);
  write(out, value);
  return out.text();
}

}  // namespace noso
