#include "model/corpus/importers/moit_json.h"

#include <fmt/format.h>

#include <istream>
#include <nlohmann/json.hpp>

namespace molloquy::corpus {
namespace {

using Json = nlohmann::json;

/// Receives the parts of the array. Depth 1 is inside the array, depth 2 inside a row.
class Receiver : public nlohmann::json_sax<Json> {
 public:
  explicit Receiver(const std::function<Reading(MoitRow&& row)>& onRow) : m_onRow(onRow) {}

  bool null() override { return value(nullptr); }
  bool boolean(bool) override { return wrong(); }
  bool number_integer(number_integer_t number) override { return plain(std::to_string(number)); }
  bool number_unsigned(number_unsigned_t number) override { return plain(std::to_string(number)); }
  bool number_float(number_float_t, const string_t& written) override { return plain(written); }
  bool string(string_t& text) override { return plain(std::move(text)); }
  bool binary(binary_t&) override { return wrong(); }
  bool start_object(std::size_t) override {
    if (m_depth == 0) return false;
    if (m_depth == 1) {
      beginRow();
    } else {
      wrong();
    }
    ++m_depth;
    return true;
  }
  bool key(string_t& name) override {
    if (m_depth == 2) m_key = std::move(name);
    return true;
  }
  bool end_object() override { return --m_depth != 1 || finishRow(); }
  bool start_array(std::size_t) override {
    if (m_depth == 0) {
      m_isArray = true;
    } else if (m_depth == 1) {
      beginRow();
      m_row.isObject = false;
    } else {
      wrong();
    }
    ++m_depth;
    return true;
  }
  bool end_array() override { return --m_depth != 1 || finishRow(); }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
    return false;
  }

  [[nodiscard]] bool isArray() const { return m_isArray; }
  [[nodiscard]] bool wasStopped() const { return m_stopped; }
  [[nodiscard]] std::size_t rows() const { return m_row.number; }

 private:
  std::optional<std::string>* field() {
    if (m_key == "instruction") return &m_row.instruction;
    if (m_key == "input") return &m_row.input;
    if (m_key == "output") return &m_row.output;
    return m_key == "task" ? &m_row.task : nullptr;
  }

  void beginRow() {
    const std::size_t number = m_row.number + 1;
    m_row = {};
    m_row.number = number;
    m_key.clear();
  }

  bool finishRow() {
    m_stopped = m_onRow(MoitRow(m_row)) == Reading::Stop;
    return !m_stopped;
  }

  /// A value that is neither object nor list.
  bool value(std::string* text) {
    if (m_depth == 0) return false;
    if (m_depth == 1) {
      beginRow();
      m_row.isObject = false;
      return finishRow();
    }
    if (m_depth == 2 && text != nullptr) {
      if (auto* place = field()) *place = std::move(*text);
    }
    return true;
  }
  bool plain(std::string text) { return value(&text); }
  bool wrong() {
    if (m_depth < 2) return value(nullptr);
    if (m_depth == 2 && m_row.isObject && field() != nullptr) m_row.wrongField = m_key;
    return true;
  }

  const std::function<Reading(MoitRow&& row)>& m_onRow;
  MoitRow m_row;
  std::string m_key;
  std::size_t m_depth = 0;
  bool m_isArray = false;
  bool m_stopped = false;
};

}  // namespace

Result<void> readMoitJson(TextInput& text, const std::function<Reading(MoitRow&& row)>& onRow) {
  std::istream stream(&text);
  Receiver receiver(onRow);
  const bool whole = Json::sax_parse(stream, &receiver);
  if (whole || receiver.wasStopped()) return {};
  if (text.failure()) return tl::unexpected(*text.failure());
  if (!receiver.isArray()) {
    return fail(ErrorCode::InvalidInput, "The file is not a JSON array of questions.");
  }
  return fail(ErrorCode::Corrupt,
              fmt::format("The JSON breaks off or is wrong behind row {}. Get the file again.",
                          receiver.rows()));
}

}  // namespace molloquy::corpus
