#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <type_traits>

#include "model/base/atomic_file.h"
#include "model/nn/config_fields.h"
#include "model/recipes/recipe.h"
#include "model/recipes/recipe_fields.h"

namespace molloquy::recipes {
namespace {

using Json = nlohmann::json;

Json::json_pointer pointerTo(std::string_view name) {
  std::string path = fmt::format("/{}", name);
  std::replace(path.begin(), path.end(), '.', '/');
  return Json::json_pointer(path);
}

/// Parts of a recipe that are configurations of their own.
bool isConfiguration(std::string_view name) {
  return name == "model" || name.starts_with("model.") || name == "lora" ||
         name.starts_with("lora.");
}

template <class E>
std::string nameOf(E value) {
  for (const auto& [name, known] : namesOf(E{})) {
    if (known == value) return std::string(name);
  }
  return {};
}

template <class E>
std::string allNames() {
  std::string names;
  for (const auto& [name, known] : namesOf(E{})) {
    names += fmt::format("{}{}", names.empty() ? "" : ", ", name);
  }
  return names;
}

/// Takes one field from the recipe's JSON.
class Reader {
 public:
  explicit Reader(const Json& object) : m_object(object) {}

  template <class T>
  void operator()(const char* name, T& field, const char* /*meaning*/) const {
    if (m_error) return;
    const auto pointer = pointerTo(name);
    if (!m_object.contains(pointer) || m_object[pointer].is_null()) return;
    read(name, m_object[pointer], field);
  }

  [[nodiscard]] const std::optional<Error>& error() const { return m_error; }

 private:
  template <class T>
  void read(const char* name, const Json& stored, std::optional<T>& field) const {
    T value{};
    read(name, stored, value);
    field = value;
  }

  template <class T>
  void read(const char* name, const Json& stored, T& field) const {
    if constexpr (std::is_enum_v<T>) {
      for (const auto& [known, value] : namesOf(T{})) {
        if (stored == Json(known)) {
          field = value;
          return;
        }
      }
      m_error = Error(ErrorCode::Corrupt, fmt::format("\"{}\" in the recipe is {}; known are {}.",
                                                      name, stored.dump(), allNames<T>()));
    } else {
      const Json wrapped = {{name, stored}};
      const Result<void> done = nn::FieldReader(wrapped, "recipe").read(name, field).result();
      if (!done) m_error = done.error();
    }
  }

  const Json& m_object;
  mutable std::optional<Error> m_error;
};

template <class T>
nlohmann::ordered_json jsonOf(const T& field) {
  if constexpr (std::is_enum_v<T>) {
    return nameOf(field);
  } else {
    return field;
  }
}
template <class T>
nlohmann::ordered_json jsonOf(const std::optional<T>& field) {
  return field ? jsonOf(*field) : nlohmann::ordered_json();
}

/// Letters to change, add or drop to make one word the other (Levenshtein).
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = std::exchange(row[j], std::min({row[j] + 1, row[j - 1] + 1, changed}));
    }
  }
  return row.back();
}

Error unknownField(const std::string& name) {
  std::string nearest;
  for (const FieldDescription& field : recipeFields()) {
    if (nearest.empty() || distance(name, field.name) < distance(name, nearest)) {
      nearest = field.name;
    }
  }
  return Error(ErrorCode::Corrupt, fmt::format("The recipe has a field \"{}\" that is not known; "
                                               "the nearest is \"{}\".",
                                               name, nearest));
}

/// The first leaf of the object that is no field.
std::optional<std::string> strayField(const Json& object) {
  const std::vector<FieldDescription> known = recipeFields();
  const Json flat = object.flatten();
  for (const auto& item : flat.items()) {
    std::string name = item.key().substr(1);
    std::replace(name.begin(), name.end(), '/', '.');
    if (isConfiguration(name)) continue;
    const bool found = std::any_of(known.begin(), known.end(), [&](const FieldDescription& field) {
      // Lists become one leaf an entry, empty objects a leaf of their own.
      return name == field.name || name.starts_with(fmt::format("{}.", field.name)) ||
             (item.value().is_null() && field.name.starts_with(fmt::format("{}.", name)));
    });
    if (!found) return name;
  }
  return std::nullopt;
}

template <class Sizes>
Result<void> takeSizes(Result<Sizes> read, Recipe& recipe) {
  if (!read) return tl::unexpected(read.error());
  recipe.model = *std::move(read);
  return {};
}

Result<void> readModel(const Json& object, Recipe& recipe) {
  if (!object.contains("model") || object["model"].is_null()) return {};
  const Json& model = object["model"];
  switch (recipe.objective) {
    case Objective::Representation:
      return takeSizes(molm::stage1ConfigFromJson(model), recipe);
    case Objective::Answers:
      return takeSizes(molm::configFromJson(model), recipe);
    case Objective::Text:
      return takeSizes(llama::configFromJson(model), recipe);
    case Objective::Denoising:
      return takeSizes(unimol::configFromJson(model), recipe);
  }
  return {};
}

nlohmann::json modelJson(const ModelSizes& sizes) {
  return std::visit(
      [](const auto& model) -> nlohmann::json {
        using Sizes = std::decay_t<decltype(model)>;
        if constexpr (std::is_same_v<Sizes, std::monostate>) {
          return nullptr;
        } else {
          return toJson(model);
        }
      },
      sizes);
}

/// "a.b=value": the value as JSON, or as the word that it is.
Result<void> change(Json& object, const std::string& text) {
  const std::size_t equals = text.find('=');
  const std::string name = text.substr(0, equals);
  if (equals == std::string::npos || name.empty()) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("\"{}\" is not of the form field=value.", text));
  }
  const std::vector<FieldDescription> known = recipeFields();
  const bool found =
      isConfiguration(name) || std::any_of(known.begin(), known.end(),
                                           [&](const auto& field) { return field.name == name; });
  if (!found) return fail(ErrorCode::InvalidInput, unknownField(name).message);
  const std::string word = text.substr(equals + 1);
  Json value = Json::parse(word, nullptr, /*allow_exceptions=*/false);
  if (value.is_discarded()) value = word;
  try {
    object[pointerTo(name)] = std::move(value);
  } catch (const Json::exception&) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("\"{}\" cannot be set: a part of its name is no object.", name));
  }
  return {};
}

}  // namespace

Result<Recipe> recipeFromJson(const Json& object) {
  if (!object.is_object()) return fail(ErrorCode::Corrupt, "The recipe is not a JSON object.");
  if (const auto stray = strayField(object)) return tl::unexpected(unknownField(*stray));
  Recipe recipe;
  const Reader reader(object);
  visitFields(recipe, reader);
  if (reader.error()) return tl::unexpected(*reader.error());
  Result<void> read = readModel(object, recipe);
  if (read && object.contains("lora") && !object["lora"].is_null()) {
    const Result<llama::LoraConfig> lora = llama::loraConfigFromJson(object["lora"]);
    if (!lora) return tl::unexpected(lora.error());
    recipe.lora = *lora;
  }
  if (read) read = recipe.validate();
  if (!read) return tl::unexpected(read.error());
  return recipe;
}

nlohmann::ordered_json toJson(const Recipe& recipe) {
  nlohmann::ordered_json object;
  visitFields(recipe, [&](const char* name, const auto& field, const char*) {
    nlohmann::ordered_json value = jsonOf(field);
    std::string path = fmt::format("/{}", name);
    std::replace(path.begin(), path.end(), '.', '/');
    if (!value.is_null()) object[nlohmann::ordered_json::json_pointer(path)] = std::move(value);
  });
  if (recipe.lora) {
    object["lora"] = {{"r", recipe.lora->rank},
                      {"alpha", recipe.lora->alpha},
                      {"dropout", recipe.lora->dropout},
                      {"targets", recipe.lora->targets}};
  }
  const nlohmann::json model = modelJson(recipe.model);
  if (!model.is_null()) object["model"] = model;
  return object;
}

Result<Recipe> readRecipe(const std::filesystem::path& path, std::span<const std::string> changes) {
  const Result<std::string> text = readFile(path);
  if (!text) return tl::unexpected(text.error());
  Json object = Json::parse(*text, nullptr, /*allow_exceptions=*/false);
  if (object.is_discarded()) {
    return fail(ErrorCode::Corrupt, fmt::format("{} is not JSON.", path.string()));
  }
  for (const std::string& wish : changes) {
    if (Result<void> changed = change(object, wish); !changed) {
      return tl::unexpected(changed.error());
    }
  }
  Result<Recipe> recipe = recipeFromJson(object);
  if (!recipe) return tl::unexpected(recipe.error().within("reading " + path.string()));
  return recipe;
}

std::vector<FieldDescription> recipeFields() {
  std::vector<FieldDescription> fields;
  const Recipe defaults;
  visitFields(defaults, [&](const char* name, const auto& field, const char* meaning) {
    fields.push_back({name, jsonOf(field).dump(), meaning});
  });
  return fields;
}

}  // namespace molloquy::recipes
