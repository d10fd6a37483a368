#include <cmath>
#include <cstring>
#include <limits>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/base/atomic_file.h"
#include "render/media/mesh_files.h"

namespace molloquy::render {

namespace {

using Json = nlohmann::ordered_json;

// Numbers of the specification (5. Properties Reference).
constexpr int kFloat = 5126, kUnsignedInt = 5125, kUnsignedShort = 5123;
constexpr int kArrayBuffer = 34962, kElementArrayBuffer = 34963;
constexpr std::uint32_t kMagic = 0x46546C67, kVersion = 2;
constexpr std::uint32_t kJsonChunk = 0x4E4F534A, kBinaryChunk = 0x004E4942;
constexpr double kRoughness = 0.55;

/// Colours by vertex are in linear light, 16 bits a channel, so that dark ones keep their steps.
std::uint16_t linear(std::uint8_t channel) {
  const double c = channel / 255.0;
  const double light = c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
  return static_cast<std::uint16_t>(std::lround(light * 65535));
}

template <class Value>
void write(std::string& bytes, const Value& value) {
  bytes.append(reinterpret_cast<const char*>(&value), sizeof(value));
}

/// Collects the binary chunk and the JSON that describes it.
class GlbBuilder {
 public:
  GlbBuilder() {
    m_json["asset"] = {{"version", "2.0"}, {"generator", "Molloquy"}};
    m_json["scene"] = 0;
    m_json["scenes"] = Json::array({{{"nodes", Json::array()}}});
  }

  void add(const MeshPart& part) {
    const int place = static_cast<int>(m_json["meshes"].size());
    Json primitive = {{"attributes",
                       {{"POSITION", positions(part.mesh)},
                        {"NORMAL", normals(part.mesh)},
                        {"COLOR_0", colours(part.mesh)}}},
                      {"indices", indices(part.mesh)},
                      {"material", place},
                      {"mode", 4}};
    m_json["meshes"].push_back({{"name", part.name}, {"primitives", Json::array({primitive})}});
    m_json["materials"].push_back(material(part));
    m_json["nodes"].push_back({{"name", part.name}, {"mesh", place}});
    m_json["scenes"][0]["nodes"].push_back(place);
  }

  [[nodiscard]] std::string json() {
    m_json["buffers"] = Json::array({{{"byteLength", m_binary.size()}}});
    std::string text = m_json.dump(-1, ' ', false, Json::error_handler_t::replace);
    while (text.size() % 4 != 0) text += ' ';
    return text;
  }
  [[nodiscard]] const std::string& binary() const { return m_binary; }

 private:
  static Json material(const MeshPart& part) {
    Json material = {{"name", part.name},
                     {"pbrMetallicRoughness",
                      {{"baseColorFactor", {1, 1, 1, part.opacity}},
                       {"metallicFactor", 0},
                       {"roughnessFactor", kRoughness}}}};
    if (part.opacity < 1) {
      material["alphaMode"] = "BLEND";
      material["doubleSided"] = true;
    }
    return material;
  }

  /// The accessor for what was written since `begin`.
  int accessor(std::size_t begin, int target, int componentType, const char* type,
               std::size_t count) {
    while (m_binary.size() % 4 != 0) m_binary += '\0';
    m_json["bufferViews"].push_back({{"buffer", 0},
                                     {"byteOffset", begin},
                                     {"byteLength", m_binary.size() - begin},
                                     {"target", target}});
    m_json["accessors"].push_back({{"bufferView", m_json["bufferViews"].size() - 1},
                                   {"componentType", componentType},
                                   {"count", count},
                                   {"type", type}});
    return static_cast<int>(m_json["accessors"].size() - 1);
  }
  int positions(const Mesh& mesh) {
    const std::size_t begin = m_binary.size();
    Mesh::Point low = mesh.positions.front(), high = low;
    for (const Mesh::Point& point : mesh.positions) {
      write(m_binary, point);
      for (std::size_t k = 0; k < 3; ++k) {
        low[k] = std::min(low[k], point[k]);
        high[k] = std::max(high[k], point[k]);
      }
    }
    const int place = accessor(begin, kArrayBuffer, kFloat, "VEC3", mesh.positions.size());
    m_json["accessors"][static_cast<std::size_t>(place)]["min"] = low;
    m_json["accessors"][static_cast<std::size_t>(place)]["max"] = high;
    return place;
  }
  int normals(const Mesh& mesh) {
    const std::size_t begin = m_binary.size();
    for (const Mesh::Point& normal : mesh.normals) write(m_binary, normal);
    return accessor(begin, kArrayBuffer, kFloat, "VEC3", mesh.normals.size());
  }
  int colours(const Mesh& mesh) {
    const std::size_t begin = m_binary.size();
    for (const Rgb& c : mesh.colours) {
      write(m_binary,
            std::array<std::uint16_t, 4>{linear(c.red), linear(c.green), linear(c.blue), 0xFFFF});
    }
    const int place = accessor(begin, kArrayBuffer, kUnsignedShort, "VEC4", mesh.colours.size());
    m_json["accessors"][static_cast<std::size_t>(place)]["normalized"] = true;
    return place;
  }
  int indices(const Mesh& mesh) {
    const std::size_t begin = m_binary.size();
    for (const auto& triangle : mesh.triangles) write(m_binary, triangle);
    return accessor(begin, kElementArrayBuffer, kUnsignedInt, "SCALAR", 3 * mesh.triangles.size());
  }

  Json m_json;
  std::string m_binary;
};

}  // namespace

Result<void> writeGlb(const std::vector<MeshPart>& parts, const std::filesystem::path& path) {
  GlbBuilder builder;
  bool isEmpty = true;
  for (const MeshPart& part : parts) {
    if (part.mesh.isEmpty()) continue;
    builder.add(part);
    isEmpty = false;
  }
  if (isEmpty) {
    return fail(ErrorCode::InvalidInput,
                "Nothing is shown, so there is nothing to write into a glTF file.");
  }
  const std::string json = builder.json();
  const std::size_t total = 12 + 8 + json.size() + 8 + builder.binary().size();
  if (total > std::numeric_limits<std::uint32_t>::max()) {
    return fail(
        ErrorCode::InvalidInput,
        fmt::format("The picture has {} bytes of triangles; a .glb file holds 4 GiB.", total));
  }
  std::string head;
  for (const std::uint32_t word : {kMagic, kVersion, static_cast<std::uint32_t>(total),
                                   static_cast<std::uint32_t>(json.size()), kJsonChunk}) {
    write(head, word);
  }
  std::string middle;
  write(middle, static_cast<std::uint32_t>(builder.binary().size()));
  write(middle, kBinaryChunk);
  const std::array<std::string_view, 4> pieces{head, json, middle, builder.binary()};
  return writeFileAtomically(path, pieces);
}

}  // namespace molloquy::render
